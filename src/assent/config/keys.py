"""The keys of the configuration, each declared once: what it is called in TOML, what it may hold and what it is for.

The reader, the messages and the JSON Schema that editors use come from these tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from assent.findings.policy import FailOn
from assent.findings.rule import Profile, Severity
from assent.json import Json, at_pointer
from assent.records import dataclass

OFF: Final = "off"

Wrong = Callable[[str], None]
"""Takes down what is wrong; reading goes on, so that one run tells everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a value of the configuration may be: its JSON Schema, and how it is read from TOML."""

    schema: Mapping[str, Json]
    read: Callable[[Any, str, Wrong], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key: its name in TOML, what it may hold, and what it is for."""

    name: str
    kind: Kind
    doc: str
    required: bool = False

    @property
    def field(self) -> str:
        return self.name.replace("-", "_")


def read_table(keys: Sequence[Key], tree: Any, at: str, wrong: Wrong) -> dict[str, Any]:
    """The values of a table by field name; unknown keys and wrong values are taken down."""
    if not isinstance(tree, Mapping):
        wrong(f"{at or 'the file'} must be a table.")
        return {}
    known = {key.name: key for key in keys}
    values: dict[str, Any] = {}
    for name, value in tree.items():
        here = f"{at}.{name}" if at else name
        if name in known:
            values[known[name].field] = known[name].kind.read(value, here, wrong)
        else:
            from difflib import get_close_matches

            close = get_close_matches(name, known, n=1)
            hint = f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(known)}."
            wrong(f"unknown key {here!r}. {hint}")
    for key in keys:
        if key.required and key.name not in tree:
            wrong(f"{at} needs the key {key.name!r}.")
    return values


def _read_scalar(type_: type, name: str, value: Any, at: str, wrong: Wrong) -> Any:
    if type(value) is not type_:
        wrong(f"{at} must be {name}, not {value!r}.")
    return value


def _read_choice(words: tuple[str, ...], value: Any, at: str, wrong: Wrong) -> Any:
    if value not in words:
        wrong(f"{at} must be one of {', '.join(words)}, not {value!r}.")
    return value


def _read_count(value: Any, at: str, wrong: Wrong) -> Any:
    if type(value) is not int or value < 0:
        wrong(f"{at} must be a whole number from 0 up, not {value!r}.")
    return value


def _read_list(item: Kind, value: Any, at: str, wrong: Wrong) -> tuple[Any, ...]:
    if not isinstance(value, list):
        wrong(f"{at} must be a list.")
        return ()
    return tuple(item.read(each, f"{at}[{index}]", wrong) for index, each in enumerate(value))


def _read_map(item: Kind, value: Any, at: str, wrong: Wrong) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        wrong(f"{at} must be a table.")
        return {}
    return {str(name): item.read(each, f"{at}.{name}", wrong) for name, each in value.items()}


TEXT: Final = Kind(schema={"type": "string"}, read=partial(_read_scalar, str, "a string"))
FLAG: Final = Kind(schema={"type": "boolean"}, read=partial(_read_scalar, bool, "true or false"))
COUNT: Final = Kind(schema={"type": "integer", "minimum": 0}, read=_read_count)


def choice(*words: str) -> Kind:
    return Kind(schema={"enum": list(words)}, read=partial(_read_choice, words))


def listed(item: Kind) -> Kind:
    return Kind(schema={"type": "array", "items": dict(item.schema)}, read=partial(_read_list, item))


def by_name(item: Kind) -> Kind:
    return Kind(
        schema={"type": "object", "additionalProperties": dict(item.schema)}, read=partial(_read_map, item)
    )


def table(keys: tuple[Key, ...]) -> Kind:
    return Kind(schema=table_schema(keys), read=partial(read_table, keys))


def table_schema(keys: Sequence[Key]) -> dict[str, Json]:
    """The JSON Schema of a table with those keys and no others."""
    required: list[Json] = [key.name for key in keys if key.required]
    schema: dict[str, Json] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key.name: {"description": key.doc, **key.kind.schema} for key in keys},
    }
    return schema | ({"required": required} if required else {})


SEVERITY: Final = choice(*Severity, OFF)

OVERRIDE: Final = (
    Key(name="severity", kind=SEVERITY, doc="What the findings count as; off drops them.", required=True),
    Key(name="rule", kind=TEXT, doc="A rule's id, or a glob over ids; every rule when absent."),
    Key(
        name="path",
        kind=TEXT,
        doc="A glob over path templates, as /beta/** or GET /pets/*; everywhere when absent.",
    ),
)

LIFECYCLE: Final = (
    Key(name="free", kind=listed(TEXT), doc="Stability levels that promise nothing."),
    Key(
        name="notice",
        kind=by_name(COUNT),
        doc="Days between an announcement and its sunset date, by stability.",
    ),
)

GATE: Final = (
    Key(name="fail-on", kind=choice(*FailOn), doc="Exit with 1 from this severity up; none never does."),
    Key(
        name="profile",
        kind=choice(*Profile),
        doc="Whom you promise compatibility: careful clients (wire), every client (strict), generated code (source).",
    ),
    Key(name="strict", kind=FLAG, doc="Exit with 4 when something could not be decided."),
    Key(name="accepted", kind=TEXT, doc="The reviewed file of accepted findings."),
    Key(
        name="select", kind=listed(TEXT), doc="Ids of rules, or globs over them, to report; all when absent."
    ),
    Key(name="ignore", kind=listed(TEXT), doc="Ids of rules, or globs over them, not to report."),
    Key(name="severity", kind=by_name(SEVERITY), doc="What a rule's findings count as, by its id or a glob."),
    Key(name="override", kind=listed(table(OVERRIDE)), doc="Other severities for a rule on some paths."),
    Key(name="lifecycle", kind=table(LIFECYCLE), doc="When an announced end excuses a break."),
    Key(
        name="without-consumer",
        kind=SEVERITY,
        doc="What a break that reaches no known consumer counts as; off leaves it as it is.",
    ),
)

LIMITS: Final = (
    Key(name="bytes", kind=COUNT, doc="The largest source to read, in bytes."),
    Key(name="depth", kind=COUNT, doc="The deepest nesting to read."),
    Key(name="aliases", kind=COUNT, doc="The most values that YAML aliases may repeat."),
    Key(name="references", kind=COUNT, doc="The most references to follow."),
)

API: Final = (
    Key(name="path", kind=TEXT, doc="The description's file, or a glob of them.", required=True),
    Key(name="name", kind=TEXT, doc="What the report calls it; the path when absent."),
    *GATE,
)

CONFIG: Final = (
    *GATE,
    Key(
        name="format",
        kind=listed(TEXT),
        doc="Reports to write, as text or sarif=FILE, when no --format is given.",
    ),
    Key(name="allow-remote", kind=listed(TEXT), doc="Hosts that references may lead to."),
    Key(
        name="allow-path", kind=listed(TEXT), doc="Folders outside the work tree that references may lead to."
    ),
    Key(name="limits", kind=table(LIMITS), doc="Limits on what is read."),
    Key(name="api", kind=listed(table(API)), doc="The APIs of a monorepo, one table each."),
)


def config_schema(rules: Mapping[str, str] | None = None) -> dict[str, Json]:
    """The JSON Schema of `assent.toml`, for editors, which complete the ids of `rules` and show their titles."""
    schema: dict[str, Json] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration of assent (assent.toml, or [tool.assent] in pyproject.toml)",
        **table_schema(CONFIG),
    }
    if rules:
        level: Json = dict(SEVERITY.schema)
        schema["$defs"] = {"severity": level}
        severity = at_pointer(schema, ("properties", "severity"))
        if isinstance(severity, dict):
            severity["properties"] = {
                name: {"description": title, "$ref": "#/$defs/severity"} for name, title in rules.items()
            }
    return schema
