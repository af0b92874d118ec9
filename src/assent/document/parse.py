"""Bytes to a document: JSON or YAML, whichever they are, with positions on demand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assent.document.access import Limits
from assent.document.defects import json_defects, yaml_defects
from assent.document.document import Document, Problem
from assent.document.encoding import not_utf8
from assent.document.places_json import JsonPlaces
from assent.document.places_yaml import YamlPlaces
from assent.document.read_json import read_json
from assent.document.read_yaml import read_yaml
from assent.errors import ParseError


def parse(raw: bytes, *, uri: str, name: str, limits: Limits) -> Document:
    """The document that a UTF-8 text holds.

    JSON is tried where the text begins like it, as nearly all JSON is YAML too and JSON is 50 times faster. A
    text that is neither gets the error of the format that its name or its first character promises.
    Raises: ParseError, LimitExceeded.
    """
    try:
        return _either(raw, uri, name, limits)
    except UnicodeDecodeError as error:
        raise not_utf8(raw, name) from error


def _either(raw: bytes, uri: str, name: str, limits: Limits) -> Document:
    begins = raw[:256].lstrip()[:1] or raw.lstrip()[:1]
    if begins in {b"{", b"[", b'"'} or uri.endswith(".json"):
        try:
            return _json(raw, uri, name, limits)
        except ParseError:
            if uri.endswith((".json", ".json.gz")) and begins in {b"{", b"["}:
                raise
            if not uri.endswith((".yaml", ".yml", ".yaml.gz", ".yml.gz")) and _promises_json(raw):
                raise
    return _yaml(raw, uri, name, limits)


def _promises_json(raw: bytes) -> bool:
    return raw.lstrip()[1:].lstrip()[:1] in {b'"', b"{", b"}", b"]", b""}


def _json(raw: bytes, uri: str, name: str, limits: Limits) -> Document:
    tree = read_json(raw, name, depth=limits.depth)
    places = JsonPlaces(raw)

    def defects() -> Iterator[Problem]:
        return json_defects(raw, name)

    return Document(uri, name, tree, places, defects)


def _without_blank_tabs(raw: bytes) -> bytes:
    """The text with spaces for tabs at the start of lines that hold nothing but space or a comment.

    YAML allows those (1.2.2 §6.6); libyaml does not.
    """
    return re.sub(rb"(?m)^\t[ \t]*(?=#|\r|$)", lambda blank: b" " * len(blank[0]), raw)


def _yaml(raw: bytes, uri: str, name: str, limits: Limits) -> Document:
    try:
        reading = read_yaml(raw, name, depth=limits.depth, aliases=limits.aliases)
    except ParseError as error:
        raw, refused = _without_blank_tabs(raw), raw
        if raw == refused:
            raise
        try:
            reading = read_yaml(raw, name, depth=limits.depth, aliases=limits.aliases)
        except ParseError:
            raise error from None
    places = YamlPlaces(raw)

    def defects() -> Iterator[Problem]:
        return yaml_defects(raw, name) if reading.suspicious else iter(())

    return Document(uri, name, reading.tree, places, defects)
