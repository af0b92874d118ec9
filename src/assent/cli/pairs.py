"""Which two revisions of which API a command compares: OLD and NEW, or SPEC... with its base, or a monorepo."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import click

from assent.config import Config, Gate
from assent.document import Description, from_tree
from assent.errors import UsageError
from assent.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two revisions of one API. None is a revision that has no such description: it is new, or gone."""

    api: str
    old: str | None
    new: str | None
    gate: Gate


def pair_options(command: Any) -> Any:
    """`SPEC...` and `--base`, as every command that compares takes them."""
    command = click.option(
        "--base",
        metavar="REV",
        help="Compare each SPEC (a file, or a glob) with itself at this git revision; auto is the merge-base with the "
        "pull request's target, as CI's variables name it, else with the upstream.",
    )(command)
    return click.argument("specs", metavar="OLD NEW | SPEC...", type=click.Path(allow_dash=True), nargs=-1)(
        command
    )


def find_pairs(specs: Sequence[str], base: str | None, config: Config) -> list[Pair]:
    """The pairs that the command line means; without a SPEC, those of the configuration's [[api]] tables.

    Raises: UsageError if it means none.
    """
    if base is None:
        if len(specs) != 2:
            raise UsageError(
                "Name two revisions, OLD and NEW, or one with --base: assent compare --base auto SPEC."
            )
        return [Pair(api="", old=specs[0], new=specs[1], gate=config.gate)]
    from assent.cli.base import files_in, find_base, renamed_since, top_of

    here = Path.cwd()
    start = config.folder if not specs else here
    top = top_of(start)
    found = find_base(base, os.environ, top)
    known = set(files_in(found.commit, top))
    wanted = _given(specs, here, top, known, config) if specs else _configured(known, top, config)
    renamed = renamed_since(found.commit, top)
    pairs = []
    for name, path, gate in wanted:
        before = path if path in known else renamed.get(path)
        new = os.path.relpath(top / path, here) if (top / path).is_file() else None
        old = f"{found.commit[:12]}:{before}" if before is not None else None
        if new is None and path in renamed.values():
            continue
        pairs.append(Pair(api=name, old=old, new=new, gate=gate))
    if len(pairs) == 1 and pairs[0].api in specs:
        pairs = [Pair(api="", old=pairs[0].old, new=pairs[0].new, gate=pairs[0].gate)]
    return pairs


Wanted = tuple[str, str, Gate]


def _given(
    specs: Sequence[str], here: Path, top: Path, past: Collection[str], config: Config
) -> Iterator[Wanted]:
    """The files that SPEC... names, or that a glob among them does, now or at the base.

    One that an [[api]] table is about has that table's name and gate.
    """
    own = {path: (name, gate) for name, path, gate in _configured(past, top, config)} if config.apis else {}
    for spec in specs:
        try:
            path = Path(os.path.realpath(here / spec)).relative_to(os.path.realpath(top)).as_posix()
        except ValueError as error:
            raise UsageError(
                f"{spec} lies outside the git work tree, so --base cannot find it there."
            ) from error
        if path in past or (top / path).is_file() or not set(spec) & set("*?["):
            name, gate = own.get(path, (spec, config.gate))
            yield name, path, gate
            continue
        found = {it for it in past if matches_glob(it, path)}
        found |= {it.relative_to(top).as_posix() for it in top.glob(path) if it.is_file()}
        if not found:
            raise UsageError(f"{spec}: nothing matches this, neither now nor at the base.")
        for each in sorted(found):
            name, gate = own.get(each, (each, config.gate))
            yield name, each, gate


def _configured(past: Collection[str], top: Path, config: Config) -> Iterator[Wanted]:
    """The files of the [[api]] tables, as they are now and as they were: a file that is gone is compared as well."""
    if not config.apis:
        raise UsageError("Name a SPEC, or list [[api]] tables in assent.toml.")
    folder = Path(os.path.realpath(config.folder)).relative_to(os.path.realpath(top))
    for entry in config.apis:
        glob = (PurePosixPath(folder) / entry.path).as_posix()
        now = {path.relative_to(config.folder).as_posix() for path in config.folder.glob(entry.path)}
        present = {
            (PurePosixPath(folder) / path).as_posix() for path in now if (config.folder / path).is_file()
        }
        before = {path for path in past if matches_glob(path, glob)}
        several = len(present | before) > 1
        for path in sorted(present | before):
            yield (
                (f"{entry.name} {path}".strip() if several or not entry.name else entry.name),
                path,
                entry.gate,
            )


def matches_glob(path: str, glob: str) -> bool:
    """Whether a path matches a glob as `Path.glob` reads it: `*` stays within a folder, `**` does not."""
    return _matches(path.split("/"), [part for part in glob.split("/") if part != "."])


def _matches(path: list[str], glob: list[str]) -> bool:
    if not glob:
        return not path
    if glob[0] == "**":
        return any(_matches(path[skip:], glob[1:]) for skip in range(len(path) + 1))
    from fnmatch import fnmatchcase

    return bool(path) and fnmatchcase(path[0], glob[0]) and _matches(path[1:], glob[1:])


def loaded(pair: Pair, open_: Callable[[str], Description]) -> tuple[Description, Description]:
    """Both revisions; one that is not there is a description that promises nothing.

    Raises: DescriptionError if one of them cannot be loaded.
    """
    old = open_(pair.old) if pair.old is not None else None
    new = open_(pair.new) if pair.new is not None else None
    if old is None and new is None:
        raise UsageError(f"{pair.api or 'SPEC'}: there is no such description, neither now nor at the base.")
    one: Description = old or new  # type: ignore[assignment]  # one of the two is there
    return old or nothing_like(one, "not there yet"), new or nothing_like(one, "gone")


def nothing_like(description: Description, name: str) -> Description:
    """A description of the same version that promises nothing."""
    tree: Mapping[str, Any] = description.root.value if isinstance(description.root.value, dict) else {}
    kept = {
        key: tree[key] for key in ("openapi", "swagger", "info", "servers", "host", "basePath") if key in tree
    }
    return from_tree({**kept, "paths": {}}, name=name)
