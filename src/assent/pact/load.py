"""Pact files from wherever the user names them: paths, globs, folders, URLs, git revisions, standard input."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from assent.document import Access, Limits
from assent.document.library import Library
from assent.document.source import find_source
from assent.errors import SourceError
from assent.pact.model import Pact
from assent.pact.read import NotAPact, read_pact
from assent.records import replace

_MAGIC = frozenset("*?[")


def pact_sources(given: Iterable[str], *, cwd: Path) -> Iterator[str]:
    """The files that paths, globs and folders name, in order; anything else as it is.

    Raises: SourceError if a glob or a folder has no JSON file.
    """
    for source in given:
        path = cwd / source
        if source != "-" and path.is_dir():
            found = sorted(str(Path(source) / inner.relative_to(path)) for inner in path.rglob("*.json"))
        elif _MAGIC & set(source) and "://" not in source and not os.path.lexists(path):
            found = sorted(glob.glob(source, root_dir=cwd, recursive=True))  # noqa: PTH207 - globs as shells have them
        else:
            yield source
            continue
        if not found:
            raise SourceError(source, "there is no pact here.", "Name pact files (*.json), or their folder.")
        yield from found


def load_pact(
    source: str,
    *,
    access: Access | None = None,
    limits: Limits | None = None,
    stdin: BinaryIO | None = None,
    cwd: Path | None = None,
) -> Pact:
    """The pact of one source.

    Raises: DescriptionError if it cannot be read or is no pact.
    """
    limits = limits or Limits()
    found = find_source(source, access=access or Access(), limits=limits, stdin=stdin, cwd=cwd)
    return read_pact(Library(source=found, limits=limits).open(found.uri).root)


def load_pacts(
    given: Iterable[str],
    *,
    access: Access | None = None,
    limits: Limits | None = None,
    stdin: BinaryIO | None = None,
    cwd: Path | None = None,
) -> Iterator[Pact]:
    """Every pact that the sources name. In a folder or a glob, JSON files that are no pacts are passed over.

    Raises: DescriptionError if a source cannot be read, or none of a folder's files is a pact.
    """
    here = cwd or Path.cwd()
    for source in given:
        several = list(pact_sources([source], cwd=here))
        passed_over: NotAPact | None = None
        count = 0
        for one in several:
            try:
                pact = load_pact(one, access=access, limits=limits, stdin=stdin, cwd=cwd)
            except NotAPact as error:
                if several == [source]:
                    raise
                passed_over = error
                continue
            count += 1
            yield replace(pact, source=one)
        if not count and passed_over is not None:
            raise passed_over
