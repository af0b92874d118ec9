"""Where an operation is served: addresses as patterns, so that variables with many values cost nothing."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from assent.api import Operation, Server
from assent.compare.align import template
from assent.spared import regex

MOST_ADDRESSES = 64
"""Addresses that one server's variables may spell out; beyond that a variable stands for any text."""

_VARIABLE = regex(r"\{([^{}]*)\}")
ANY = "{}"
"""What stands in an address for a variable that may have any value."""


def addresses(servers: Iterable[Server]) -> list[str]:
    """The URLs that the servers stand for, each without a slash at its end; variables with few values spelled out."""
    return list(dict.fromkeys(url for server in servers for url in _spelled(server)))


def base_paths(servers: Iterable[Server]) -> list[str]:
    """The paths below which the servers answer; empty for the root."""
    return list(dict.fromkeys(_path(url) for url in addresses(servers)))


def no_longer_served(operation: Operation, successor: Operation) -> list[str]:
    """The operation's addresses at which its successor is not served, whichever part of them is written as its path."""
    if _served_alike(operation, successor):
        return []
    after = [f"{url}{template(successor.path)}" for url in addresses(successor.servers)]
    return [
        url for url in addresses(operation.servers) if not served(f"{url}{template(operation.path)}", after)
    ]


def same_base_path(old: Operation, new: Operation) -> bool:
    """Whether the operation is still served below one of its old base paths, wherever its path begins."""
    if _served_alike(old, new):
        return True
    after = [f"{base}{template(new.path)}" for base in base_paths(new.servers)]
    return any(served(f"{base}{template(old.path)}", after) for base in base_paths(old.servers))


def _served_alike(one: Operation, other: Operation) -> bool:
    """Whether path and servers are written the same, as nearly always."""
    written = [[(it.url, it.variables) for it in each.servers] for each in (one, other)]
    return one.path == other.path and bool(one.servers) and written[0] == written[1]


def served(address: str, among: Sequence[str]) -> bool:
    """Whether one of the addresses is this one, or may be."""
    return any(address == other or _may_be(address, other) for other in among)


def listed(addresses: Iterable[str]) -> str:
    """The addresses for a sentence."""
    return ", ".join(f"`{address or '/'}`" for address in addresses)


def _path(url: str) -> str:
    return urlsplit(url).path.rstrip("/")


def _may_be(address: str, other: str) -> bool:
    """Whether the two can be equal where a variable stands for any text; no path is crossed by it."""
    if ANY not in other and ANY not in address:
        return False
    patterns = [re.escape(text).replace(re.escape(ANY), "[^/]*") for text in (address, other)]
    return bool(re.fullmatch(patterns[1], address) or re.fullmatch(patterns[0], other))


def _spelled(server: Server) -> list[str]:
    if "{" not in server.url:
        return [server.url.rstrip("/")]
    names = list(dict.fromkeys(_VARIABLE.findall(server.url)))
    choices = [_values(server, name) for name in names]
    count = 1
    for values in choices:
        count *= len(values)
    if count > MOST_ADDRESSES:
        choices = [[ANY] for _ in names]
    urls = []
    for chosen in itertools.product(*choices):
        spelled = dict(zip(names, chosen, strict=True))
        url = server.url
        for name, value in spelled.items():
            url = url.replace("{" + name + "}", value)
        urls.append(url.rstrip("/"))
    return urls


def _values(server: Server, name: str) -> list[str]:
    variable = server.variables.get(name)
    if variable is None or not variable.values:
        return [ANY]
    return list(variable.values)
