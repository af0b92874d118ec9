"""How long 100 valid bodies of each operation take, as the fuzzer makes them, held against an independent validator.

    python -m bench.fuzz_bodies [--shared FOLDER] [--count 100] [--every N] [provider ...]

One row per provider. Every operation with a body is taken; the time is processor time from the first look at its
schema. `refused` are bodies that the validator says no to: python-jsonschema on the schema as it stands in the
description, references and all, read apart from assent's model.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from typing import Any

from assent.api import read_api
from assent.api.model import MediaType
from assent.document import load
from assent.fuzz.material import Material
from assent.fuzz.memory import Memory
from assent.judge.prepared import Prepared
from assent.schema.values import Unsatisfiable

PROVIDERS = {
    "github": "github/*.json",
    "box": "box/*.json",
    "adyen": "adyen/*.json",
    "openai": "openai/*.json",
}
MEDIA = ("json", "form-urlencoded", "multipart")


def validator(media: MediaType) -> Any:
    """A validator of python-jsonschema for the media type's schema; None where OpenAPI 3.0 differs from JSON Schema."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    assert media.schema is not None
    node = media.schema.node
    document = node.document
    resource = Resource.from_contents(plain(document.tree), default_specification=DRAFT202012)
    registry: Any = Registry().with_resource(document.uri, resource)
    pointer = "/".join(str(it).replace("~", "~0").replace("/", "~1") for it in node.pointer)
    return Draft202012Validator({"$ref": f"{document.uri}#/{pointer}"}, registry=registry)


PLAIN: dict[int, Any] = {}


def plain(tree: Any) -> Any:
    """The tree with OpenAPI 3.0's `nullable` and boolean bounds as JSON Schema has them, each tree rewritten once.

    `nullable` counts beside `allOf` and `enum` as well: that is how authors mean it, and how assent reads it.
    """
    if id(tree) not in PLAIN:
        PLAIN[id(tree)] = rewritten(json.loads(json.dumps(tree)))
    return PLAIN[id(tree)]


def rewritten(tree: Any) -> Any:
    if isinstance(tree, list):
        return [rewritten(item) for item in tree]
    if not isinstance(tree, dict):
        return tree
    held = {
        key: rewritten(value) for key, value in tree.items() if key not in ("example", "examples", "default")
    }
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if held.get(exclusive) is True:
            held[exclusive] = held.pop(bound, 0)
        elif held.get(exclusive) is False:
            del held[exclusive]
    return {"anyOf": [{"type": "null"}, held]} if held.get("nullable") is True else held


def main() -> None:
    rows(
        __doc__,
        f"{'':8} {'bodies of':>9} {'median ms':>9} {'p99':>7} {'worst':>7} {'> 1 s':>6} {'made':>8} {'refused':>8} {'none':>5}",
        row,
    )


def rows(about: str | None, head: str, row: Callable[[str, Path, int, int], None]) -> None:
    """A row for each of the providers that the command line names, or for all."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument(
        "--shared", default=os.environ.get("ASSENT_SHARED", str(Path(__file__).parents[2] / "shared"))
    )
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--every", type=int, default=1, help="only every n-th operation")
    parser.add_argument("provider", nargs="*")
    given = parser.parse_args()
    print(head)
    for name in given.provider or PROVIDERS:
        path = max((Path(given.shared) / "corpus").glob(PROVIDERS[name]))
        row(name, path, given.count, given.every)


def row(name: str, path: Path, count: int, every: int) -> None:
    api = read_api(load(str(path)))
    prepared = Prepared(api)
    times: list[tuple[float, str]] = []
    made = refused = none = 0
    told: list[str] = []
    for key in list(api.operations)[::every]:
        plan = prepared.plan(key)
        material = Material(operation=plan.operation, plan=plan, memory=Memory())
        for media in material.medias()[:1]:
            if media.schema is None or not any(word in media.name for word in MEDIA):
                continue
            random, began = Random(1), process_time()
            try:
                bodies = [material.body(media, random) for _ in range(count)]
            except Unsatisfiable:
                none += 1
                continue
            times.append((process_time() - began, f"{key.method} {key.path}"))
            made += len(bodies)
            check = validator(media)
            for body in bodies[:: max(1, count // 20)]:
                error = next(check.iter_errors(body), None)
                if error is not None:
                    refused += 1
                    told.append(
                        f"{key.method} {key.path}: {error.message[:100]} at {list(error.absolute_path)[:6]}"
                    )
    times.sort()
    late = sum(seconds > 1 for seconds, _ in times)
    print(
        f"{name:8} {len(times):9} {1e3 * median(it for it, _ in times):9.1f} "
        f"{1e3 * times[-1 - len(times) // 100][0]:7.0f} {1e3 * times[-1][0]:7.0f} {late:6} {made:8} {refused:8} {none:5}",
        flush=True,
    )
    for seconds, place in times[-3:]:
        if seconds > 0.5:
            print(f"    {1e3 * seconds:.0f} ms: {place}")
    for text in told[:5]:
        print("    refused:", text)


if __name__ == "__main__":
    main()
