"""Names made of values."""

from __future__ import annotations

import hashlib

import pytest

from assent import json


@pytest.mark.parametrize("value", [None, "é", {"b": [1.0, 2.5], "a": {}}, "x" * 5000])
def test_a_digest_is_the_start_of_sha_256_over_the_canonical_bytes(value: json.Json) -> None:
    assert json.digest(value) == hashlib.sha256(json.canonical(value)).hexdigest()[:16]


def test_a_digest_is_the_same_where_only_hashlib_has_sha_256(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = json.digest("pets")

    def refuse(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(json, "import_module", refuse)
    json._sha256.cache_clear()
    try:
        assert json._sha256() is hashlib.sha256
        assert json.digest("pets") == wanted
    finally:
        json._sha256.cache_clear()
