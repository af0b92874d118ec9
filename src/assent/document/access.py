"""What may be fetched and how large it may be: policies given from outside, never decided by a description."""

from __future__ import annotations

from pathlib import Path

from assent.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What references may reach beyond the origin of the root document.

    `remote_hosts` are hosts (or `host:port`) that were named by the user: references may fetch from them even
    where they are private. `paths` are folders or files outside the git work tree that may be read.
    """

    remote_hosts: frozenset[str] = frozenset()
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a description may ask for before it is refused with an error that names the limit.

    `bytes` counts all texts of one description together, after decompression; `depth` is the nesting of one
    document; `aliases` is how many values YAML aliases may add by repetition; `references` is how many different
    references are resolved; `seconds` is the longest a remote host may take for one document.
    """

    bytes: int = 256_000_000
    depth: int = 256
    aliases: int = 1_000_000
    references: int = 500_000
    seconds: float = 20.0
