"""The configuration: `assent.toml`, or `[tool.assent]` in `pyproject.toml`, read into records.

Each key is declared once, in a table, with its kind and what it is for; the reader, the messages and the JSON Schema
that editors use come from that table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from assent.errors import UsageError
from assent.findings.policy import FailOn, LifecyclePolicy, Override, Policy
from assent.findings.rule import Profile, Severity
from assent.json import Json, at_pointer
from assent.records import dataclass, field

FILE: Final = "assent.toml"
PROJECT: Final = "pyproject.toml"
OFF: Final = "off"

_NEEDED: Final = ("tool.assent", "tool]", "tool=", "\\u", "\\U", "\\x")
"""One of these stands in every TOML text with a table `tool.assent`, without its blanks and quotes: the name, what a
table `tool` is written as, or an escape that spells a letter."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """How findings are judged: the policy, the file of accepted ones, and whether the undecided fails the run."""

    policy: Policy = field(default_factory=Policy)
    accepted: Path | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiEntry:
    """One API of a monorepo: where its descriptions are, and how they are judged (the whole's word where it has
    none of its own; its overrides come after the whole's, so they win).
    """

    path: str
    name: str = ""
    gate: Gate = field(default_factory=Gate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything the configuration says. Paths are absolute: relative ones start at the file's folder."""

    file: Path | None = None
    gate: Gate = field(default_factory=Gate)
    format: tuple[str, ...] = ()
    allow_remote: tuple[str, ...] = ()
    allow_path: tuple[Path, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    apis: tuple[ApiEntry, ...] = ()

    @property
    def folder(self) -> Path:
        """Where relative paths of the configuration start."""
        return self.file.parent if self.file else Path.cwd()


def read_config(file: Path | None = None, *, start: Path) -> Config:
    """The configuration of that file, or of the first one found in `start` and the folders above it.

    The search ends at the top of the git work tree. No file means an empty configuration.
    Raises: UsageError with everything that is wrong in the file.
    """
    found = file or find_config(start)
    if found is None:
        return Config()
    from assent.toml import tomllib

    try:
        tree = tomllib.loads(found.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{found}: cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{found}: is not TOML: {error}") from error
    if found.name == PROJECT:
        tree = tree.get("tool", {}).get("assent", {})
    return build(tree, found)


def find_config(start: Path) -> Path | None:
    """The nearest `assent.toml`, or `pyproject.toml` with a table `[tool.assent]`, in the folder or above it."""
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder / FILE
        project = folder / PROJECT
        if project.is_file() and _has_table(project):
            return project
        if (folder / ".git").exists():
            return None
    return None


def _has_table(project: Path) -> bool:
    try:
        text = project.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    spelled = "".join(text.replace('"', "").replace("'", "").split())
    if not any(each in spelled for each in _NEEDED):
        return False  # so do most, and the parser takes longer to import than all else that is done to start
    from assent.toml import tomllib

    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return "assent" in tree.get("tool", {})


def build(tree: Mapping[str, Any], file: Path) -> Config:
    """The configuration that the tree means.

    Raises: UsageError with everything that is wrong in it.
    """
    wrong: list[str] = []
    values = read_table(CONFIG, tree, "", wrong.append)
    if wrong:
        raise UsageError("\n".join(f"{file}: {line}" for line in wrong))
    folder = file.resolve().parent
    return Config(
        file=file.resolve(),
        gate=_gate(values, {}, folder),
        format=values.get("format", ()),
        allow_remote=values.get("allow_remote", ()),
        allow_path=tuple(folder / path for path in values.get("allow_path", ())),
        limits=values.get("limits", {}),
        apis=tuple(
            ApiEntry(path=api["path"], name=api.get("name", ""), gate=_gate(api, values, folder))
            for api in values.get("api", ())
        ),
    )


def _gate(values: Mapping[str, Any], above: Mapping[str, Any], folder: Path) -> Gate:
    """The gate that `values` describe, with what `above` says where they say nothing."""
    said = {**above, **values}
    accepted = said.get("accepted")
    overrides = [*_overrides(above), *_overrides(values)]
    return Gate(
        policy=Policy(
            select=said.get("select", ()),
            ignore=said.get("ignore", ()),
            profile=Profile(said.get("profile", Profile.WIRE)),
            overrides=tuple(overrides),
            lifecycle=LifecyclePolicy(**said.get("lifecycle", {})),
            without_consumer=_severity(said.get("without_consumer", "off")),
            fail_on=FailOn(said.get("fail_on", FailOn.ERROR)),
        ),
        accepted=folder / accepted if accepted else None,
        strict=said.get("strict", False),
    )


def _overrides(values: Mapping[str, Any]) -> Iterator[Override]:
    for rule, word in values.get("severity", {}).items():
        yield Override(rule=rule, severity=_severity(word))
    for each in values.get("override", ()):
        path = each.get("path", "**")
        yield Override(rule=each.get("rule", "*"), path=path, severity=_severity(each["severity"]))


def _severity(word: str) -> Severity | None:
    return None if word == OFF else Severity(word)


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


def descriptions_of(config: Config) -> Iterator[tuple[ApiEntry, Path]]:
    """Each API's description files, in the order of the tables and then by name. A glob may name several.

    Raises: UsageError if a table's path names no file.
    """
    for entry in config.apis:
        files = sorted(path for path in config.folder.glob(entry.path) if path.is_file())
        if not files:
            raise UsageError(f"{config.file}: nothing is at {entry.path!r}, the path of an [[api]] table.")
        yield from ((entry, file) for file in files)
