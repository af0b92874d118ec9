"""Media types and ranges: parsing, matching a described type, and negotiation.

Source: RFC 9110 §8.3.1 and §12.5.1, RFC 6839 and RFC 9695 for suffixes, OAS 3.1.1 §4.8.14.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

from assent.records import dataclass, field, replace
from assent.spared import regex

_SIGNS = "!#$%&'*+.^_`|~-"
_LETTERS = frozenset(_SIGNS + "0123456789abcdefghijklmnopqrstuvwxyz")
"""What a token is made of, in lower case."""
_TOKEN = rf"[{re.escape(_SIGNS)}0-9A-Za-z]+"
_TYPE = regex(rf"\s*({_TOKEN})/({_TOKEN})\s*")
_PARAMETER = regex(rf'\s*;\s*(?:({_TOKEN})\s*=\s*("(?:[^"\\]|\\.)*"|[^";,\s]*)\s*)?')
_COMMA = regex(r"\s*(?:,\s*)+")
_LINES = ("application/jsonl", "application/x-ndjson", "application/ndjson", "application/x-jsonlines")
Sequenced: TypeAlias = Literal["lines", "records", "events"]

_QUALITY = regex(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


@dataclass(frozen=True, slots=True)
class MediaName:
    """A media type or range in lower case. `parameters` are sorted, names in lower case, `charset` among them."""

    type: str
    subtype: str
    parameters: tuple[tuple[str, str], ...] = ()
    quality: float = field(default=1.0, compare=False)

    def __str__(self) -> str:
        return "".join([self.essence, *(f"; {name}={_quoted(value)}" for name, value in self.parameters)])

    @property
    def essence(self) -> str:
        """Type and subtype without parameters."""
        return f"{self.type}/{self.subtype}"

    @property
    def is_range(self) -> bool:
        return "*" in self.subtype

    @property
    def is_json(self) -> bool:
        return self.subtype in ("json", "x-json") or self.subtype.endswith("+json")

    @property
    def takes_encodings(self) -> bool:
        """Whether bodies are fields by name, for which the Encoding Object means something."""
        return self.type == "multipart" or self.subtype == "x-www-form-urlencoded"

    @property
    def sequence(self) -> Sequenced | None:
        """Which kind of sequence of values bodies are. Source: OAS 3.2.0 §4.14.3 (sequential media types)."""
        if self.essence in _LINES:
            return "lines"
        if self.essence == "application/json-seq" or self.subtype.endswith("+json-seq"):
            return "records"
        return "events" if self.essence == "text/event-stream" else None

    @property
    def is_xml(self) -> bool:
        return self.subtype == "xml" or self.subtype.endswith("+xml")

    def parameter(self, name: str) -> str | None:
        """The parameter's value, quotes undone; None if it is absent."""
        return next((value for key, value in self.parameters if key == name), None)


@lru_cache(maxsize=4096)
def parse_media_type(text: str) -> MediaName | None:
    """The media type or range that the text names; None if it is none."""
    if ";" not in text and text.isascii():  # as nearly always
        kind, _, subtype = (part.lower() for part in text.strip().partition("/"))
        is_name = kind and subtype and _LETTERS.issuperset(kind + subtype)
        return MediaName(kind, subtype) if is_name else None
    parsed = _parse_at(text, 0)
    return parsed[0] if parsed and parsed[1] == len(text) else None


def takes_encodings(name: str) -> bool:
    """The same of the media type of that name."""
    parsed = parse_media_type(name)
    return parsed is not None and parsed.takes_encodings


def covers(wider: MediaName, narrower: MediaName) -> bool:
    """Whether a described type or range takes in the narrower one.

    Every parameter of the wider one must be there, except `charset`, which says how bytes become text and not
    what they mean; `application/*+json` takes in every type with that suffix.
    """
    if wider.type not in ("*", narrower.type):
        return False
    if wider.subtype not in ("*", narrower.subtype):
        if not wider.subtype.startswith("*+") or not narrower.subtype.endswith(wider.subtype[1:]):
            return False
    return all(name in ("charset", "q") or _same(name, value, narrower) for name, value in wider.parameters)


def specificity(name: MediaName) -> tuple[int, int]:
    """Sorts ranges: a type before a range with a suffix before `type/*` before `*/*`; then by parameters."""
    if not name.is_range:
        rank = 3
    elif name.subtype != "*":
        rank = 2
    else:
        rank = 1 if name.type != "*" else 0
    return rank, sum(key != "charset" for key, _ in name.parameters)


def described_as(content_type: str, described: Iterable[str]) -> str | None:
    """The most specific of the described names that takes in the content type; None if none does."""
    sent = parse_media_type(content_type)
    if sent is None:
        return None
    best: tuple[tuple[int, int], str] | None = None
    for name in described:
        wider = parse_media_type(name)
        if wider is not None and covers(wider, sent):
            rank = specificity(wider)
            if best is None or rank > best[0]:
                best = rank, name
    return best[1] if best else None


def accepted(accept: str) -> list[MediaName]:
    """The ranges of an Accept header in its order, with their quality (0 to 1); what cannot be read is left out."""
    return list(_accepted(accept))


def negotiate(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered type that the client likes best; None if it takes none of them.

    Among equals the first offered wins. An absent or unreadable header accepts everything.
    Source: RFC 9110 §12.5.1.
    """
    ranges = [] if accept is None else accepted(accept)
    if not ranges:
        return offered[0] if offered else None
    best: tuple[float, str] | None = None
    for name in offered:
        offer = parse_media_type(name)
        quality = quality_of(offer, ranges) if offer else 0.0
        if quality > 0 and (best is None or quality > best[0]):
            best = quality, name
    return best[1] if best else None


def quality_of(offer: MediaName, ranges: Sequence[MediaName]) -> float:
    """How much the client wants it (0 to 1), as its most specific range says; an offered range matches either way."""
    matching = [it for it in ranges if covers(it, offer) or (offer.is_range and covers(offer, it))]
    return max(matching, key=specificity).quality if matching else 0.0


def _accepted(accept: str) -> Iterator[MediaName]:
    at = 0
    while at < len(accept):
        parsed = _parse_at(accept, at)
        if parsed is None:
            following = accept.find(",", at)
            if following < 0:
                return
            at = following + 1
            continue
        name, at = parsed
        comma = _COMMA.match(accept, at)
        at = (
            comma.end() if comma else max(accept.find(",", at) + 1, at) if "," in accept[at:] else len(accept)
        )
        weight = name.parameter("q")
        quality = float(weight) if weight is not None and _QUALITY.fullmatch(weight) else 1.0
        kept = tuple(pair for pair in name.parameters if pair[0] != "q")
        yield replace(name, parameters=kept, quality=quality)


def _parse_at(text: str, at: int) -> tuple[MediaName, int] | None:
    head = _TYPE.match(text, at)
    if head is None:
        return None
    at = head.end()
    parameters: dict[str, str] = {}
    while found := _PARAMETER.match(text, at):
        at = found.end()
        if found[1]:
            parameters.setdefault(found[1].lower(), _unquoted(found[2]))
    return MediaName(head[1].lower(), head[2].lower(), tuple(sorted(parameters.items()))), at


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text


def _quoted(text: str) -> str:
    return text if re.fullmatch(_TOKEN, text) else '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def _same(name: str, value: str, other: MediaName) -> bool:
    found = other.parameter(name)
    return found is not None and found.lower() == value.lower()
