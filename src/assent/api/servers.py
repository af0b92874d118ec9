"""Servers: the URLs that a template with variables stands for, and the paths operations are served below."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

from assent.api.model import Server
from assent.spared import regex

MOST_URLS = 256
"""Combinations of variables that are spelled out; beyond, the last variables stay open."""

_VARIABLE = regex(r"\{([^{}]*)\}")
_ORIGIN = regex(r"(?:[^/?#]*:)?//[^/?#]*")


def urls(server: Server) -> tuple[str, ...]:
    """Every URL of the server, in the order of the values; a variable that may be any text stays as `{name}`."""
    names = list(dict.fromkeys(_VARIABLE.findall(server.url)))
    choices: list[tuple[str, ...]] = []
    count = 1
    for name in names:
        variable = server.variables.get(name)
        values = variable.values if variable is not None else ()
        if not values or count * len(values) > MOST_URLS:
            values = (f"{{{name}}}",)
        count *= len(values)
        choices.append(values)
    return tuple(
        dict.fromkeys(
            _filled(server.url, dict(zip(names, chosen, strict=True))) for chosen in product(*choices)
        )
    )


def default_url(server: Server) -> str:
    """The URL with every variable at its default; one that is not declared stays as `{name}`."""
    return _filled(server.url, {name: variable.default for name, variable in server.variables.items()})


def base_path(url: str) -> str:
    """The path part of a URL (or URL template), without a slash at its end; empty for the root.

    A variable in the path is left as it stands. Steps up from a description's own place end at the root (RFC 3986
    §5.2.4), because where a description is published is not where it is read.
    """
    path = _ORIGIN.sub("", url, count=1) if _ORIGIN.match(url) else url
    path = re.split(r"[?#]", path, maxsplit=1)[0].rstrip("/")
    kept: list[str] = []
    for segment in path.removeprefix("/").split("/") if path else ():
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept) if kept else ""


def base_paths(servers: Iterable[Server]) -> tuple[str, ...]:
    """The paths below which operations are served, each once, in the order of the servers."""
    return tuple(dict.fromkeys(base_path(_rooted(url, server)) for server in servers for url in urls(server)))


def _rooted(url: str, server: Server) -> str:
    """The URL with its default in place of a variable that begins it, since that holds scheme and host."""
    match = _VARIABLE.match(url)
    if match is None or url.startswith("://", match.end()):
        return url
    variable = server.variables.get(match[1])
    default = variable.default if variable is not None else ""
    return default.rstrip("/") + url[match.end() :] if "//" in default or default.startswith("/") else url


def _filled(url: str, values: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda match: values.get(match[1], match[0]), url)
