"""Compressed bodies are opened before they are judged."""

from __future__ import annotations

import gzip
import zlib

import pytest

from assent.wire.codings import uncoded
from assent.wire.views import Undecodable


def test_codings_are_undone_in_reverse_order() -> None:
    assert uncoded((("Content-Encoding", "gzip"),), gzip.compress(b"a")) == b"a"
    assert uncoded((("Content-Encoding", "deflate"),), zlib.compress(b"a")) == b"a"
    assert uncoded((("Content-Encoding", "deflate, gzip"),), gzip.compress(zlib.compress(b"a"))) == b"a"
    assert uncoded((("Content-Encoding", "deflate"),), zlib.compress(b"a", wbits=-15)) == b"a"


@pytest.mark.parametrize(
    "headers", [(), (("Content-Encoding", "identity"),), (("Content-Encoding", "gzip"),)]
)
def test_a_body_that_is_not_coded_stays(headers: tuple[tuple[str, str], ...]) -> None:
    assert uncoded(headers, b"{}") == b"{}"


@pytest.mark.parametrize(
    ("coding", "body", "undecided"),
    [
        ("br", b"x", True),
        ("gzip", gzip.compress(b"abc", mtime=0)[:-9], False),
        ("deflate", b"\xff\xff", False),
    ],
)
def test_what_cannot_be_opened_says_so(coding: str, body: bytes, *, undecided: bool) -> None:
    found = uncoded((("Content-Encoding", coding),), body)
    assert isinstance(found, Undecodable)
    assert found.undecided is undecided
