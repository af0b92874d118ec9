"""A tree as JSON or YAML text that reads back as the same tree."""

from __future__ import annotations

import json
from typing import Any, Literal

from assent.document.pyyaml import import_yaml
from assent.document.yaml_scalars import plain
from assent.json import Json

_STRING = "tag:yaml.org,2002:str"


def write(tree: Json, *, format: Literal["json", "yaml"]) -> str:
    """The text of a tree, its members in their order, values that are shared written out each time."""
    if format == "json":
        return json.dumps(tree, indent=2, ensure_ascii=False, check_circular=False) + "\n"
    import_yaml()
    import yaml

    return str(yaml.dump(tree, Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=1 << 20))


def _dumper() -> Any:
    """A libyaml dumper that quotes what would not read back as the same string by YAML 1.1 or 1.2."""
    import yaml

    class Dumper(yaml.CSafeDumper):
        """PyYAML takes classes where others take functions."""

        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # nothing is written as an alias
            return True

    def text(dumper: Any, value: str) -> Any:
        style = None
        if "\n" in value and not value.startswith((" ", "\n")):
            style = "|"
        elif _changes(value):
            style = "'"
        return dumper.represent_scalar(_STRING, value, style=style)

    Dumper.add_representer(str, text)
    return Dumper


def _changes(value: str) -> bool:
    try:
        return plain(value) != value or not isinstance(plain(value), str)
    except ValueError:
        return True
