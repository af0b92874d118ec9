"""What the user named: a path, a URL, a git revision's file or standard input, and how its URI is formed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

from assent.document.access import Access, Limits
from assent.document.encoding import read_most
from assent.document.uris import file_path, file_uri, join, path_text, scheme
from assent.errors import RefusedSource, SourceError, UsageError
from assent.records import dataclass, field
from assent.spared import regex

Fetch: TypeAlias = Callable[[str, int], bytes]
"""The bytes of a URI, at most so many. Raises: SourceError, LimitExceeded."""

_URL = regex(r"(?i:https?)://")
_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.\-]+")
_DRIVE = regex(r"[A-Za-z]:(?:[\\/]|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a description comes from: `uri` is its identity, and what its references are relative to."""

    uri: str
    name: str
    fetch: Fetch
    shown: Callable[[str], str]


def find_source(
    source: str, *, access: Access, limits: Limits, stdin: BinaryIO | None = None, cwd: Path | None = None
) -> Source:
    """What the text names: `-`, a URL, an existing path, or `<revision>:<path>`, tried in this order.

    Raises: SourceError if it names nothing that exists.
    """
    here = Path.cwd() / (cwd or "")
    if source == "-":
        return _from_stdin(stdin, here, access, limits)
    scheme, has_scheme, _ = source.partition("://")
    if has_scheme:
        match scheme.lower():
            case "http" | "https":
                return _from_url(source, access, limits)
            case "file":
                return _from_file(file_path(source), source, here, access, limits)
            case _ if _SCHEME.fullmatch(scheme):
                advice = "Give a path, an http(s) URL or <revision>:<path>."
                raise SourceError(source, "its scheme is not supported.", advice)
    path = here / source
    if not _exists(path) and ":" in source and not _DRIVE.match(source):
        return _from_git(source, here, access, limits)
    return _from_file(path, source, here, access, limits)


def _exists(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:
        return False


def _from_stdin(stdin: BinaryIO | None, here: Path, access: Access, limits: Limits) -> Source:
    if stdin is None:
        raise UsageError("'-' was given, but there is no standard input to read.")
    own = file_uri(here / "<stdin>")
    files = _Files(folder=_enclosing(here), access=access, here=here, outside=_named_hosts(access, limits))

    def fetch(uri: str, most: int) -> bytes:
        return read_most(stdin, most) if uri == own else files.fetch(uri, most)

    return Source(
        uri=own, name="<stdin>", fetch=fetch, shown=lambda uri: "<stdin>" if uri == own else files.shown(uri)
    )


def _from_file(path: Path, source: str, here: Path, access: Access, limits: Limits) -> Source:
    path = Path(os.path.normpath(here / path))
    uri = file_uri(path)
    files = _Files(
        folder=_enclosing(path.parent), access=access, here=here, outside=_named_hosts(access, limits)
    )

    def fetch(wanted: str, most: int) -> bytes:
        return read_file(path, source, most) if wanted == uri else files.fetch(wanted, most)

    def shown(wanted: str) -> str:
        return source if wanted == uri else files.shown(wanted)

    return Source(uri=uri, name=source, fetch=fetch, shown=shown)


def _from_url(source: str, access: Access, limits: Limits) -> Source:
    from assent.document.remote import Remote

    uri = join(source, "").partition("#")[0]
    fetcher = Remote(root=uri, hosts=access.remote_hosts, seconds=limits.seconds)
    return Source(uri=uri, name=uri, fetch=fetcher.fetch, shown=lambda wanted: wanted)


def _from_git(source: str, here: Path, access: Access, limits: Limits) -> Source:
    from assent.document.git import open_tree, split_revision

    revision, inner = split_revision(source)
    tree, uri = open_tree(revision, inner, source, here)
    outside = _named_hosts(access, limits)

    def fetch(wanted: str, most: int) -> bytes:
        return outside(wanted, most) if _URL.match(wanted) else tree.fetch(wanted, most)

    return Source(uri=uri, name=source, fetch=fetch, shown=tree.shown)


def _named_hosts(access: Access, limits: Limits) -> Fetch:
    """Fetches from the hosts that the user named, and refuses all others."""

    def fetch(uri: str, most: int) -> bytes:
        from assent.document.remote import Remote

        return Remote(root=None, hosts=access.remote_hosts, seconds=limits.seconds).fetch(uri, most)

    return fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class _Files:
    """Files that references may read: those in `folder`, those that the user allowed, and hosts that he named."""

    folder: Path
    access: Access
    here: Path
    outside: Fetch
    folders: dict[str, str] = field(default_factory=dict)
    """The real paths of folders, which links lead to."""
    allowed: set[str] = field(default_factory=set)
    """Real paths of folders whose files references may read."""

    def fetch(self, uri: str, most: int) -> bytes:
        match scheme(uri):
            case "file":
                return read_file(self._checked(uri), self.shown(uri), most, references=True)
            case "http" | "https":
                return self.outside(uri, most)
            case other:
                raise RefusedSource(
                    uri, f"references of the scheme {other!r} are not followed.", "Copy it beside this file."
                )

    def shown(self, uri: str) -> str:
        if scheme(uri) != "file":
            return uri
        path, here = _plain_path(uri), os.path.join(self.here, "")  # noqa: PTH118 - with a slash at its end
        return path.removeprefix(here) or path

    def _checked(self, uri: str) -> str:
        """The file that a URI leads to, through links, if references may read it."""
        if uri.startswith("file://") and not uri.startswith("file:///"):
            raise RefusedSource(uri, "files of other hosts are not read.", "Name the file by its path.")
        path = _plain_path(uri)
        try:
            folder, real = self._real(path)
        except ValueError as error:
            raise SourceError(uri, f"it is no path: {error}.") from error
        if folder in self.allowed:
            return real
        if not any(Path(real).is_relative_to(allowed) for allowed in self._allowed()):
            why = f"it lies outside {self.folder}, which references may not leave."
            raise RefusedSource(self.shown(uri), why, f"Allow it with --allow-path {Path(path).parent}.")
        if ".git" in Path(real).parts:
            raise RefusedSource(self.shown(uri), "git's own files are not read.", "Copy it beside this file.")
        if folder and any(Path(folder).is_relative_to(allowed) for allowed in self._allowed()):
            self.allowed.add(folder)
        return real

    def _allowed(self) -> Iterator[str]:
        """The real paths that references may read, and what lies below them."""
        yield self._real_folder(str(self.folder))
        yield from (self._real_folder(str(self.here / path)) for path in self.access.paths)

    def _real(self, path: str) -> tuple[str, str]:
        """Where a path leads, after the folder that it surely lies in. Folders are looked at once, since many files lie
        in one.
        """
        before, name = os.path.split(path)
        folder = self._real_folder(before)
        found = os.path.join(folder, name)  # noqa: PTH118 - as real paths are texts
        if name in {"", "..", ".", ".git"} or os.path.islink(found):  # noqa: PTH114 - the same
            return "", os.path.realpath(found)
        return folder, found

    def _real_folder(self, folder: str) -> str:
        known = self.folders.get(folder)
        if known is None:
            known = self.folders[folder] = os.path.realpath(folder)
        return known


def _plain_path(uri: str) -> str:
    """The path of a file, spelled as a `Path` would."""
    text = path_text(uri)
    plain = "//" not in text and "/." not in text and not text.endswith("/") and os.name != "nt"
    return text if plain else str(Path(text))


def _enclosing(folder: Path) -> Path:
    """The git work tree that holds the folder, or the folder itself."""
    real = Path(os.path.realpath(folder))
    for parent in (real, *real.parents):
        if (parent / ".git").exists():
            return parent
    return real


def read_file(path: str | Path, name: str, most: int, *, references: bool = False) -> bytes:
    """At most `most` + 1 bytes of a file; the extra byte tells that there are more.

    Raises: SourceError, with what to do.
    """
    try:
        if references and not (stat.S_ISREG(mode := os.stat(path).st_mode) or stat.S_ISDIR(mode)):  # noqa: PTH116 - no `Path` for each of many files
            raise RefusedSource(name, "it is a device or a pipe, which references may not read.")
        with open(path, "rb") as file:  # noqa: PTH123 - the same
            return read_most(file, most, expected=os.fstat(file.fileno()).st_size)
    except FileNotFoundError as error:
        raise SourceError(name, "there is no such file.") from error
    except IsADirectoryError as error:
        raise SourceError(name, "it is a directory.", "Name a file in it.") from error
    except (OSError, ValueError) as error:
        raise SourceError(name, f"it cannot be read: {getattr(error, 'strerror', None) or error}.") from error
