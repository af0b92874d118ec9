"""Bodies survive being written and read, and what cannot be read says why."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st
from tests.wire.describing import encoding, media

from assent.api.model import MediaType, Style
from assent.json import Json
from assent.wire.bodies import Readings, read_body, write_body
from assent.wire.jsontext import read_json
from assent.wire.media import parse_media_type
from assent.wire.parameters import view_of
from assent.wire.styles import Unwritable
from assent.wire.views import ANYTHING, Undecodable, View

FORM = "application/x-www-form-urlencoded"


def read(described: MediaType, body: bytes, content_type: str | None = None) -> Readings:
    each = View((described.item_schema.schema,)) if described.item_schema else ANYTHING
    name = parse_media_type(content_type) if content_type else None
    found = read_body(described, body, view_of(described), content_type=name, each=each)
    return found if isinstance(found, Undecodable) else list(found)


def read_back(described: MediaType, value: Json) -> Readings:
    body, content_type = write_body(described, value)
    return read(described, body, content_type)


texts = st.text(max_size=4) | st.text("a&=+%[]\r\n\"'<>-é", max_size=4)
scalars = st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
anything: st.SearchStrategy[Json] = st.recursive(
    st.none() | scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
)
RECORD: Json = {
    "type": "object",
    "properties": {
        "n": {"type": "integer"},
        "s": {"type": "string"},
        "b": {"type": "boolean"},
        "l": {"type": "array", "items": {"type": "integer"}},
        "o": {"type": "object"},
    },
    "additionalProperties": False,
}
records: st.SearchStrategy[Json] = st.fixed_dictionaries(
    {},
    optional={
        "n": st.integers(),
        "s": texts,
        "b": st.booleans(),
        "l": st.lists(st.integers(), min_size=1, max_size=3),
        "o": st.dictionaries(texts, st.integers(), max_size=2),
    },
)
XML_RECORD: Json = {
    "type": "object",
    "xml": {"name": "rec", "namespace": "urn:x", "prefix": "x"},
    "properties": {
        "n": {"type": "integer", "xml": {"attribute": True}},
        "s": {"type": "string"},
        "l": {"type": "array", "items": {"type": "integer", "xml": {"name": "i"}}, "xml": {"wrapped": True}},
        "m": {"type": "array", "items": {"type": "integer"}},
        "o": {"type": "object", "properties": {"t": {"type": "string"}}},
    },
}
xml_texts = st.text(
    st.characters(min_codepoint=32, max_codepoint=0xD7FF, exclude_characters="\x7f"), max_size=4
) | st.sampled_from(["a\tb", " x ", "<&>", '"', "\n"])
xml_records: st.SearchStrategy[Json] = st.fixed_dictionaries(
    {},
    optional={
        "n": st.integers(),
        "s": xml_texts,
        "l": st.lists(st.integers(), max_size=3),
        "m": st.lists(st.integers(), min_size=1, max_size=3),
        "o": st.fixed_dictionaries({"t": xml_texts}),
    },
)


def _lists(elements: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.lists(elements, max_size=3).map(list)


LAWS: list[tuple[str, MediaType, st.SearchStrategy[Json]]] = [
    ("json", media("application/json", {}), anything),
    ("problem", media("application/problem+json", {}), anything),
    ("lines", media("application/jsonl", {}), _lists(anything)),
    ("records", media("application/json-seq", {}), _lists(anything)),
    ("form", media(FORM, RECORD), records),
    ("multipart", media("multipart/form-data", RECORD), records),
    ("mixed", media("multipart/mixed", None, items={"type": "object"}), _lists(records)),
    ("text", media("text/plain", {"type": "string"}), texts),
    ("xml", media("application/xml", XML_RECORD), xml_records),
    (
        "octets",
        media("application/octet-stream", {"type": "string"}),
        st.text(st.characters(max_codepoint=255)),
    ),
]


@pytest.mark.parametrize(("described", "values"), [it[1:] for it in LAWS], ids=[it[0] for it in LAWS])
def test_a_body_that_can_be_written_reads_as_the_same_value(
    described: MediaType, values: st.SearchStrategy[Json]
) -> None:
    @settings(max_examples=100, deadline=None, derandomize=True, database=None)
    @given(values)
    def law(value: Json) -> None:
        try:
            found = read_back(described, value)
        except Unwritable:
            return
        assert not isinstance(found, Undecodable), found
        assert value in list(found)

    law()


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"{", "no JSON"),
        (b"NaN", "NaN"),
        (b"'a'", "no JSON"),
        (b"\xff", "UTF-8"),
        (b"1 2", "no JSON"),
    ],
)
def test_what_is_no_json_is_refused(body: bytes, why: str) -> None:
    found = read(media("application/json", {}), body)
    assert isinstance(found, Undecodable)
    assert why in found.why
    assert not found.undecided


@pytest.mark.parametrize("body", [b"1e400", b'"\\ud800"', b"[" * 100_000], ids=["huge", "surrogate", "deep"])
def test_json_that_python_cannot_hold_is_undecided_or_refused(body: bytes) -> None:
    found = read(media("application/json", {}), body)
    assert isinstance(found, Undecodable)
    assert found.undecided


def test_json_in_another_charset_and_with_a_mark_is_read() -> None:
    described = media("application/json", {})
    assert read(described, '"é"'.encode("latin-1"), "application/json; charset=latin-1") == ["é"]
    assert read(described, b"\xef\xbb\xbf123456789012345678901234567890") == [123456789012345678901234567890]


def test_a_form_follows_the_encoding_of_each_property() -> None:
    schema: Json = {
        "properties": {
            "ids": {"type": "array", "items": {"type": "integer"}},
            "meta": {"type": "object", "properties": {"k": {"type": "integer"}}},
        }
    }
    plain = media(FORM, schema)
    assert write_body(plain, {"ids": [1, 2], "meta": {"k": 1}})[0] == b"ids=1&ids=2&meta=%7B%22k%22%3A1%7D"
    styled = media(
        FORM,
        schema,
        encoding={
            "ids": encoding(style=Style.FORM, explode=False),
            "meta": encoding(style=Style.DEEP_OBJECT),
        },
    )
    assert write_body(styled, {"ids": [1, 2], "meta": {"k": 1}})[0] == b"ids=1,2&meta%5Bk%5D=1"
    assert read(styled, b"ids=1,2&meta[k]=1") == [{"ids": [1, 2], "meta": {"k": 1}}]


def test_an_object_that_may_be_null_is_read_in_a_form() -> None:
    nullable: Json = {"anyOf": [{"type": "object"}, {"type": "null"}]}
    described = media(FORM, {"type": "object", "properties": {"o": nullable}})
    values: list[Json] = [{"o": {"a": [1]}}, {"o": None}]
    for value in values:
        body, content_type = write_body(described, value)
        found = read(described, body, content_type)
        assert not isinstance(found, Undecodable)
        assert value in list(found)


def test_parts_have_the_type_that_their_encoding_names() -> None:
    schema: Json = {"properties": {"f": {"type": "string", "format": "binary"}, "j": {"type": "object"}}}
    described = media("multipart/form-data", schema, encoding={"f": encoding("image/png", "image/jpeg")})
    body, content_type = write_body(described, {"f": "\x89PNG\r\n--", "j": {"a": 1}})
    assert b"Content-Type: image/png" in body
    assert b'filename="file"' in body
    assert read(described, body, content_type) == [{"f": "\x89PNG\r\n--", "j": {"a": 1}}]
    wrong = read(described, body.replace(b"image/png", b"image/gif"), content_type)
    assert isinstance(wrong, Undecodable)


@pytest.mark.parametrize(
    "body",
    [b"", b"--x\r\n\r\na", b"--x\r\nA: b--x--", b"--y\r\n\r\na\r\n--y--"],
    ids=["empty", "cut", "head", "other"],
)
def test_a_broken_multipart_is_refused(body: bytes) -> None:
    assert isinstance(
        read(media("multipart/form-data", {}), body, "multipart/form-data; boundary=x"), Undecodable
    )


@pytest.mark.parametrize(
    ("schema", "body", "expected"),
    [
        ({"type": "integer"}, b"<a>1</a>", [1]),
        (
            {"type": "array", "items": {"type": "integer", "xml": {"name": "i"}}, "xml": {"wrapped": True}},
            b"<l><i>1</i></l>",
            [[1]],
        ),
        (
            {"properties": {"id": {"type": "integer", "xml": {"attribute": True}}}, "xml": {"name": "pet"}},
            b'<pet id="1"/>',
            [{"id": 1}],
        ),
        (
            {"properties": {"t": {"type": ["array"], "items": {"type": "string"}}}, "required": ["t"]},
            b"<pet/>",
            [{"t": []}],
        ),
        (
            {"properties": {"a": {"type": ["string", "null"]}}},
            b'<p xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><a xsi:nil="true"/></p>',
            [{"a": None}],
        ),
    ],
    ids=str,
)
def test_xml_is_read_by_its_schema(schema: Json, body: bytes, expected: list[Json]) -> None:
    assert read(media("application/xml", schema), body) == expected


def test_xml_with_another_root_or_namespace_or_broken_is_refused() -> None:
    described = media("application/xml", {"type": "object", "xml": {"name": "a", "namespace": "urn:a"}})
    assert read(described, b'<a xmlns="urn:a"/>') == [{}]
    for body in (b"<b/>", b"<a/>", b"<a>", b""):
        assert isinstance(read(described, body), Undecodable)


@pytest.mark.parametrize("encoding_name", ["utf-8", "utf-16"])
def test_entities_are_never_expanded(encoding_name: str) -> None:
    body = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(encoding_name)
    assert isinstance(read(media("application/xml", {}), body), Undecodable)


def test_server_sent_events_are_a_sequence_of_objects() -> None:
    described = media("text/event-stream", None, items={"type": "object"})
    body = b": hello\ndata: a\ndata: b\nid: 1\n\nevent: x\r\nretry: 10\r\n\r\n"
    assert read(described, body) == [[{"data": "a\nb", "id": "1"}, {"event": "x", "retry": 10}]]
    assert read_back(described, [{"data": "a\nb"}]) == [[{"data": "a\nb"}]]


def test_octets_as_an_object_are_undecided() -> None:
    found = read(media("application/pdf", {"type": "object"}), b"x")
    assert isinstance(found, Undecodable)
    assert found.undecided


def test_text_is_read_in_its_charset() -> None:
    described = media("text/plain", {"type": "string"})
    assert read(described, b"\xe9", "text/plain; charset=iso-8859-1") == ["é"]
    assert isinstance(read(described, b"\xe9"), Undecodable)
    assert isinstance(read(described, b"a", "text/plain; charset=klingon"), Undecodable)
    assert read(media("text/plain", {"type": "integer"}), b"1") == [1]


@pytest.mark.parametrize("depth", [251, 600, 5_000, 200_000])
def test_json_that_no_validator_takes_is_undecided_on_every_python(depth: int) -> None:
    match read_json(b"[" * depth + b"]" * depth):
        case Undecodable() as refused:
            assert refused.undecided
        case _:
            pytest.fail("it was read")
    assert not isinstance(read_json(b"[" * 250 + b"]" * 250), Undecodable)
    assert not isinstance(read_json(b"[" + b"{}," * 999 + b"{}]"), Undecodable)
