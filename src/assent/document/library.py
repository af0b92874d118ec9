"""The documents of one description, each fetched and read once, within the limits on all of them together."""

from __future__ import annotations

from assent.document.access import Limits
from assent.document.document import Document
from assent.document.encoding import as_utf8, unpacked
from assent.document.parse import Parsed, parse
from assent.document.source import Source
from assent.errors import LimitExceeded, ParseError, SourceError
from assent.records import dataclass, field


@dataclass(slots=True, eq=False, kw_only=True)
class Library:
    """What has been loaded so far, `size` bytes of text. A document that failed keeps its error, and is not fetched again.

    Equal texts are parsed once: `parsed` has what they hold, by size and by the end of their names, which says how to
    read them.
    """

    source: Source
    limits: Limits
    documents: dict[str, Document] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)
    parsed: dict[tuple[int, str], list[tuple[bytes, Parsed]]] = field(default_factory=dict)
    failed: dict[str, SourceError | ParseError] = field(default_factory=dict)
    size: int = 0

    def open(self, uri: str) -> Document:
        """The document with that URI, without fragment.

        Raises: SourceError, ParseError, LimitExceeded.
        """
        if uri in self.documents:
            return self.documents[uri]
        if uri in self.failed:
            raise self.failed[uri]
        try:
            document = self._read(uri)
        except (SourceError, ParseError) as error:
            self.failed[uri] = error
            raise
        self.documents[uri] = document
        return document

    def _read(self, uri: str) -> Document:
        name = self.source.shown(uri)
        left = self.limits.bytes - self.size
        raw = self.source.fetch(uri, left)
        if len(raw) > left:
            raise LimitExceeded(name, "bytes in one description", self.limits.bytes, "--max-bytes")
        text = as_utf8(unpacked(raw, name, most=left), name)
        document = self._parsed(text, uri, name).named(uri, name)
        self.texts[uri] = text
        self.size += len(text)
        return document

    def _parsed(self, text: bytes, uri: str, name: str) -> Parsed:
        alike = self.parsed.setdefault((len(text), uri.rpartition("/")[2].partition(".")[2]), [])
        for other, parsed in alike:
            if other == text:
                return parsed
        parsed = parse(text, uri=uri, name=name, limits=self.limits)
        alike.append((text, parsed))
        return parsed


def share(one: Library, other: Library) -> None:
    """Let both have what either has parsed, since two revisions have most of their texts in common."""
    if one.limits == other.limits:
        for kind, parsed in other.parsed.items():
            one.parsed.setdefault(kind, []).extend(parsed)
        other.parsed = one.parsed
