"""The documents of one description, each fetched and read once, within the limits on all of them together."""

from __future__ import annotations

from assent.document.access import Limits
from assent.document.document import Document
from assent.document.encoding import as_utf8, unpacked
from assent.document.parse import parse
from assent.document.source import Source
from assent.errors import LimitExceeded, ParseError, SourceError
from assent.records import dataclass, field


@dataclass(slots=True, eq=False, kw_only=True)
class Library:
    """What has been loaded so far, `size` bytes of text. A document that failed keeps its error, and is not fetched again."""

    source: Source
    limits: Limits
    documents: dict[str, Document] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)
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
        document = parse(text, uri=uri, name=name, limits=self.limits)
        self.texts[uri] = text
        self.size += len(text)
        return document
