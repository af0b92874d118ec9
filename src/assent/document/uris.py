"""URIs as identities of documents: how a reference is joined to its base, and how paths become URIs and back."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, unquote

from assent.json import Pointer, format_pointer
from assent.spared import regex

_PARTS = regex(r"(?:([A-Za-z][A-Za-z0-9+.\-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_PATH_SAFE = "/:@!$&'()*+,;=~"


def split_fragment(uri: str) -> tuple[str, str]:
    """The URI without its fragment, and the fragment, still percent-encoded."""
    head, _, fragment = uri.partition("#")
    return head, fragment


def scheme(uri: str) -> str:
    """The scheme in lower case, or an empty string."""
    if uri.startswith("file:"):  # as most do
        return "file"
    return (_split(uri)[0] or "").lower()


def join(base: str, reference: str) -> str:
    """The absolute URI of a reference, with its fragment as it was written.

    Paths are spelled one way (`%7e` and `~` are the same file), so that equal URIs are equal strings.
    Source: RFC 3986 §5.2.
    """
    if reference.startswith("#"):  # as most do, and a description has few bases
        return _itself(base) + reference
    if reference[:1] not in {"", "?"}:  # one file of a folder refers to others as the next does
        base = _folder(base)
    return _joined(base, reference)


@lru_cache(maxsize=4096)
def _folder(base: str) -> str:
    """The URI up to the last slash of its path, which paths are relative to; whole if there is none."""
    match = _PARTS.fullmatch(base)
    assert match is not None, "the pattern matches every text"
    return base[: match.start(3) + match[3].rfind("/") + 1] if "/" in match[3] else base


@lru_cache(maxsize=1 << 14)
def _joined(base: str, reference: str) -> str:
    r_scheme, r_host, r_path, r_query, fragment = _split(reference)
    b_scheme, b_host, b_path, b_query, _ = _split(base)
    if r_scheme is not None:
        host, path, query = r_host, _without_dots(r_path) if r_host is not None else r_path, r_query
    elif r_host is not None:
        r_scheme, host, path, query = b_scheme, r_host, _without_dots(r_path), r_query
    elif not r_path:
        r_scheme, host, path, query = b_scheme, b_host, b_path, b_query if r_query is None else r_query
    else:
        merged = r_path if r_path.startswith("/") else b_path[: b_path.rfind("/") + 1] + r_path
        r_scheme, host, path, query = b_scheme, b_host, _without_dots(merged), r_query
    uri = f"{(r_scheme or '').lower()}:" if r_scheme else ""
    uri += f"//{host.lower() if uri.startswith('http') else host}" if host is not None else ""
    uri += spelled(path)
    uri += f"?{query}" if query is not None else ""
    return uri if fragment is None else f"{uri}#{fragment}"


@lru_cache(maxsize=1024)
def _itself(base: str) -> str:
    return join(base, "")


def spelled(path: str) -> str:
    """A percent-encoded path in its one spelling."""
    return quote(unquote(path, errors="surrogateescape"), safe=_PATH_SAFE, errors="surrogateescape")


def file_uri(path: Path) -> str:
    """The `file:` URI of an absolute path; a trailing slash is for the caller to add."""
    return "file://" + quote(_posix(path), safe=_PATH_SAFE, errors="surrogateescape")


def file_path(uri: str) -> Path:
    """The path that a `file:` URI (or the part after `git+`) names."""
    return Path(path_text(uri))


def path_text(uri: str) -> str:
    """The same path as a text, with the doubled slashes and the slash at its end that a `Path` has not."""
    text = decoded(_split(uri)[2])
    return text.removeprefix("/") if os.name == "nt" else text


def split_path(uri: str) -> tuple[str, str]:
    """The URI up to its path, and its path as it is spelled."""
    own_scheme, host, path, _, _ = _split(uri)
    return f"{own_scheme or ''}:{'' if host is None else f'//{host}'}", path


def as_fragment(pointer: Pointer) -> str:
    """The pointer as a reference into the same document. Source: RFC 6901 §6."""
    return "#" + quote(format_pointer(pointer), safe="/~!$&'()*+,;=:@-._?")


def decoded(text: str) -> str:
    """The text with its percent-escapes taken off, whatever bytes they spell."""
    return unquote(text, errors="surrogateescape") if "%" in text else text


def _split(uri: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    match = _PARTS.fullmatch(uri)
    assert match is not None, "the pattern matches every text"
    return match[1], match[2], match[3], match[4], match[5]


def _without_dots(path: str) -> str:
    out: list[str] = []
    parts = path.split("/")
    for part in parts:
        if part == "..":
            if len(out) > 1:
                out.pop()
        elif part != ".":
            out.append(part)
    if parts[-1] in {".", ".."}:
        out.append("")
    return "/".join(out)


def _posix(path: Path) -> str:
    text = path.as_posix()
    return text if text.startswith("/") else "/" + text
