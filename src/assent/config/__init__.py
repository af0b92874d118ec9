"""The configuration: `assent.toml`, or `[tool.assent]` in `pyproject.toml`, read into records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from assent.errors import UsageError
from assent.findings.policy import Policy
from assent.records import dataclass, field

FILE: Final = "assent.toml"
PROJECT: Final = "pyproject.toml"

_NEEDED: Final = ("tool.assent", "tool]", "tool=", "\\u", "\\U", "\\x")
"""One of these stands in every TOML text with a table `tool.assent`, without its blanks and quotes: the name, what a
table `tool` is written as, or an escape that spells a letter."""


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
    from assent.config.built import build  # what its keys may hold is declared where there is one
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


def descriptions_of(config: Config) -> Iterator[tuple[ApiEntry, Path]]:
    """Each API's description files, in the order of the tables and then by name. A glob may name several.

    Raises: UsageError if a table's path names no file.
    """
    for entry in config.apis:
        files = sorted(path for path in config.folder.glob(entry.path) if path.is_file())
        if not files:
            raise UsageError(f"{config.file}: nothing is at {entry.path!r}, the path of an [[api]] table.")
        yield from ((entry, file) for file in files)
