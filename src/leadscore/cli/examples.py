"""`leadscore test`: the options of the command that runs examples."""

from typing import Annotated

import typer

from leadscore.cli.talk import ends_well

__all__ = ["run_tests"]


@ends_well
def run_tests(  # noqa: PLR0913 - one parameter per option of the command line
    rules_file: Annotated[
        str | None, typer.Argument(help="The rules file. Default: rules.yaml here.", metavar="[RULES]")
    ] = None,
    *,
    rules: Annotated[str | None, typer.Option("-r", "--rules", help="The rules file, by option.")] = None,
    name: Annotated[
        str, typer.Option("-k", metavar="NAME", help="Only the examples with this in their names.")
    ] = "",
    junit: Annotated[
        str | None, typer.Option("--junit", metavar="FILE", help="Write the results as JUnit XML too.")
    ] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Show the rules and stages that no example touches.")
    ] = False,
    require: Annotated[
        bool, typer.Option("--require", help="End with exit code 1 if there are no examples.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print only the examples that fail.")] = False,
) -> None:
    """Run the examples in a rules file and in *.test.yaml beside it."""
    from leadscore.cli.testing import Job, run_job

    job = Job(
        rules_file=rules_file,
        rules=rules,
        name=name,
        junit=junit,
        coverage=coverage,
        require=require,
        as_json=as_json,
        quiet=quiet,
    )
    run_job(job)
