"""Bytes to a document: JSON or YAML, whichever they are, with positions on demand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from assent.document.access import Limits
from assent.document.document import Document, Locate, Problem
from assent.document.encoding import not_utf8
from assent.document.places_json import JsonPlaces
from assent.document.read_json import read_json
from assent.errors import ParseError
from assent.json import Json
from assent.records import dataclass

_MOST_BLANK_TABS = 50
"""Each costs another reading of the text."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parsed:
    """What a text holds, whatever its name: a tree, where its values stand, and what a second look at it finds."""

    tree: Json
    locate: Locate
    defects: Callable[[str], Iterator[Problem]]
    is_json: bool

    def named(self, uri: str, name: str) -> Document:
        """The text as the document with that URI."""
        return Document(uri, name, self.tree, self.locate, partial(self.defects, name), self.is_json)


def parse(raw: bytes, *, uri: str, name: str, limits: Limits) -> Parsed:
    """What a UTF-8 text holds.

    JSON is tried where the text begins like it, as nearly all JSON is YAML too and JSON is 50 times faster. A
    text that is neither gets the error of the format that its name or its first character promises.
    Raises: ParseError, LimitExceeded.
    """
    try:
        return _either(raw, uri, name, limits)
    except UnicodeDecodeError as error:
        raise not_utf8(raw, name) from error


def _either(raw: bytes, uri: str, name: str, limits: Limits) -> Parsed:
    begins = raw[:256].lstrip()[:1] or raw.lstrip()[:1]
    if begins in {b"{", b"[", b'"'} or uri.endswith(".json"):
        try:
            return _json(raw, name, limits)
        except ParseError:
            if uri.endswith((".json", ".json.gz")) and begins in {b"{", b"["}:
                raise
            if not uri.endswith((".yaml", ".yml", ".yaml.gz", ".yml.gz")) and _promises_json(raw):
                raise
    return _yaml(raw, name, limits)


def _promises_json(raw: bytes) -> bool:
    return raw.lstrip()[1:].lstrip()[:1] in {b'"', b"{", b"}", b"]", b""}


def _json(raw: bytes, name: str, limits: Limits) -> Parsed:
    tree = read_json(raw, name, depth=limits.depth)

    def defects(name: str) -> Iterator[Problem]:
        from assent.document.defects import json_defects  # a comparison asks for none

        return json_defects(raw, name)

    return Parsed(tree=tree, locate=JsonPlaces(raw, tree), defects=defects, is_json=True)


def _without_blank_tabs(raw: bytes, line: int) -> bytes:
    """The text with spaces for the tabs of that line, if it holds nothing but space or a comment.

    YAML allows tabs there (1.2.2 §6.6); libyaml does not.
    """
    lines = re.split(rb"(?<=\n)|(?<=\r)(?!\n)", raw)
    blank = re.match(rb"[ ]*\t[ \t]*(?=#|\r|\n|$)", lines[line - 1]) if line <= len(lines) else None
    if blank is None:
        return raw
    lines[line - 1] = b" " * blank.end() + lines[line - 1][blank.end() :]
    return b"".join(lines)


def _yaml(raw: bytes, name: str, limits: Limits) -> Parsed:
    from assent.document.places_yaml import YamlPlaces  # only who meets YAML pays for its modules
    from assent.document.read_yaml import read_yaml

    refused = 0
    while True:
        try:
            reading = read_yaml(raw, name, depth=limits.depth, aliases=limits.aliases)
            break
        except ParseError as error:
            raw, before = _without_blank_tabs(raw, error.line), raw
            refused += 1
            if raw == before or refused > _MOST_BLANK_TABS:
                raise
    places = YamlPlaces(raw, tree=reading.tree, offsets=reading.offsets)

    def defects(name: str) -> Iterator[Problem]:
        if not reading.suspicious:
            return iter(())
        from assent.document.defects import yaml_defects

        return yaml_defects(raw, name)

    return Parsed(tree=reading.tree, locate=places, defects=defects, is_json=False)
