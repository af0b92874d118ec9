from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from assent.document import Limits, load
from assent.document.encoding import as_utf8, unpacked
from assent.errors import LimitExceeded, ParseError, SourceError

TEXT = 'openapi: 3.1.0\ninfo: {title: "Grüße \N{GRINNING FACE}", version: "1"}\npaths: {}\n'
JSON_TEXT = '{"openapi": "3.1.0", "info": {"title": "Grüße \N{GRINNING FACE}", "version": "1"}, "paths": {}}'


@pytest.mark.parametrize("text", [TEXT, JSON_TEXT], ids=["yaml", "json"])
@pytest.mark.parametrize("mark", ["", "\N{BOM}"], ids=["bare", "bom"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_every_unicode_encoding_reads_the_same(tmp_path: Path, text: str, mark: str, encoding: str) -> None:
    path = tmp_path / "openapi"
    path.write_bytes((mark + text).encode(encoding))
    title = load(str(path)).root.get("info")
    assert title is not None
    assert title.value == {"title": "Grüße \N{GRINNING FACE}", "version": "1"}
    assert title.at.line == (2 if text is TEXT else 1)


def test_a_byte_order_mark_does_not_move_columns(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    path.write_bytes(b"\xef\xbb\xbf" + JSON_TEXT.encode())
    info = load(str(path)).root.get("info")
    assert info is not None
    assert info.at.column == 22


@pytest.mark.parametrize("text", [TEXT, JSON_TEXT], ids=["yaml", "json"])
def test_another_encoding_is_refused_with_offset_and_likely_meaning(tmp_path: Path, text: str) -> None:
    path = tmp_path / "openapi"
    path.write_bytes(text.replace("\N{GRINNING FACE}", "").encode("cp1252"))
    with pytest.raises(ParseError) as caught:
        load(str(path))
    offset = text.index("ü")
    assert f"byte 0xfc at offset {offset} is not UTF-8 (in Windows-1252 it is 'ü')" in str(caught.value)
    assert caught.value.column == offset - text.rfind("\n", 0, offset)


def test_half_of_a_utf16_character_is_refused() -> None:
    with pytest.raises(ParseError, match=r"offset 4 .*UTF-16-LE"):
        as_utf8("a".encode("utf-16") + b"\x00\xd8", "f")


def test_gzip_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json.gz"
    path.write_bytes(gzip.compress(JSON_TEXT.encode()))
    assert load(str(path)).version == "3.1"


@pytest.mark.parametrize("keep", [5, 12, 30, -4])
def test_damaged_gzip_is_refused(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "openapi.json.gz"
    path.write_bytes(gzip.compress(JSON_TEXT.encode())[:keep])
    with pytest.raises(SourceError, match="gzip data is damaged"):
        load(str(path))


def test_a_gzip_bomb_is_refused_before_it_is_whole() -> None:
    with pytest.raises(LimitExceeded, match="--max-bytes"):
        unpacked(gzip.compress(bytes(10_000_000)), "f", most=1_000_000)


def test_the_byte_limit_counts_all_texts_together(tmp_path: Path) -> None:
    root = tmp_path / "openapi.yaml"
    root.write_text("openapi: 3.1.0\ninfo: {}\npaths: {/a: {$ref: other.yaml}}\n")
    (tmp_path / "other.yaml").write_text("get: {} #" + "x" * 200)
    assert load(str(root), limits=Limits(bytes=500)).problems() == []
    with pytest.raises(LimitExceeded, match=r"other\.yaml: more than 200 bytes in one description"):
        load(str(root), limits=Limits(bytes=200)).problems()
