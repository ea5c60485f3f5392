"""`leadscore schema`: what editors need to know about a rules file."""

import typer

from leadscore.cli.talk import ends_well

__all__ = ["schema"]


@ends_well
def schema() -> None:
    """Print the JSON Schema of the rules file, for completion and checks in an editor."""
    from leadscore.schema.json_schema import schema_text

    typer.echo(schema_text(), nl=False)
