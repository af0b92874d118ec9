"""Descriptions for tests, made from trees."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

from assent.api import Api, Operation, OperationKey, read_api
from assent.document import load
from assent.schema.nodes import Pool

SPECS = Path(__file__).parents[2] / "specs"
PETSTORES = {name: SPECS / "petstore" / f"petstore-{name}.yaml" for name in ("2.0", "3.0", "3.1", "3.2")}
EVERYTHING = SPECS / "everything-3.2.yaml"

HEADS: dict[str, dict[str, Any]] = {
    "2.0": {"swagger": "2.0"},
    "3.0": {"openapi": "3.0.4"},
    "3.1": {"openapi": "3.1.1"},
    "3.2": {"openapi": "3.2.0"},
}


def api_of(tree: object, *, pool: Pool | None = None) -> Api:
    """The Api of a tree as it stands."""
    return read_api(load("-", stdin=BytesIO(json.dumps(tree).encode())), pool=pool)


def api(version: str = "3.1", *, pool: Pool | None = None, **members: object) -> Api:
    """The Api of a description with these members; an underscore in front keeps Python's words apart."""
    head = {**HEADS[version], "info": {"title": "Test", "version": "1"}, "paths": {}}
    return api_of({**head, **members}, pool=pool)


def operation(
    raw: object, version: str = "3.1", *, path: str = "/a", pool: Pool | None = None, **members: object
) -> Operation:
    """The one operation `GET /a` of a description that has no other."""
    read = api(version, pool=pool, paths={path: {"get": raw}}, **members)
    return read.operations[OperationKey("GET", path)]


def petstore(version: str, *, pool: Pool | None = None) -> Api:
    return read_api(load(str(PETSTORES[version])), pool=pool)
