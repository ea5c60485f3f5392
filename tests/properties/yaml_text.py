"""Rules as the text of a YAML file, so that a YAML 1.2 core loader reads back the same values."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

_TAG = "tag:yaml.org,2002:"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_CORE = {
    "timestamp": _DAY,
    "null": re.compile(r"(?:null|Null|NULL|~|)$"),
    "bool": re.compile(r"(?:true|True|TRUE|false|False|FALSE)$"),
    "int": re.compile(r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$"),
    "float": re.compile(r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|nan))$"),
}


class _Dumper(yaml.SafeDumper):
    """Quotes only what YAML 1.2 would not read as text: `NO` stays bare, and so does a day."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as the base class

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - as the base class
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar(_TAG + ("timestamp" if _DAY.match(text) else "str"), text)


def _decimal(dumper: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
    text = f"{number:f}"
    return dumper.represent_scalar(_TAG + ("float" if "." in text else "int"), text)


for kind, pattern in _CORE.items():
    _Dumper.add_implicit_resolver(_TAG + kind, pattern, None)
_Dumper.add_representer(str, _text)
_Dumper.add_representer(Decimal, _decimal)


def yaml_text(rules: Mapping[str, Any]) -> str:
    """Return the text of a rules file."""
    return yaml.dump(dict(rules), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)
