"""Pacts made from descriptions, held against those same descriptions: every interaction must be compatible.

    python bench/pact.py [--full] [--every N] [SPEC...]

One interaction per operation and success response: the simplest request, and a response with what is required and
nothing more. `--full` expects every property that is described instead: optional ones then are at risk, and rightly
so, but nothing may be incompatible. One row per description: operations, interactions by verdict, those that could
not be made, and the CPU seconds that the checking took. Then the causes of whatever was not compatible.
"""

from __future__ import annotations

import argparse
import base64
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

from assent.api import Api, MediaType, Operation, Response, read_api
from assent.api.servers import base_paths
from assent.api.sides import Side
from assent.document import Document, load
from assent.fuzz.credentials import Credentials
from assent.fuzz.material import Material, sent_schema
from assent.fuzz.memory import Memory
from assent.fuzz.recipes import cook
from assent.json import Json
from assent.judge.prepared import prepare
from assent.pact.read import read_interaction
from assent.pact.verify import Compatibility, Verification, Verifier
from assent.schema.values import MINIMAL, Shape, Simplest, Unsatisfiable, drawn
from assent.wire import Request
from assent.wire.building import Content, write_response
from assent.wire.media import parse_media_type
from assent.wire.styles import Unwritable

FULL = Shape(depth=5, members=1.0, more=1, examples=1.0, edges=0.0, readable=True)
SPECS = (
    *("small/*.yaml", "small/*.json", "github/*.json", "box/*.json", "adyen/*.json", "openai/*.json"),
    *("slack/*.json", "twilio/*.json", "plaid/*.yml", "digitalocean/*/specification/*public.v2.yaml"),
)


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came of one description's interactions. `causes` are findings by rule and message, with an example."""

    verdicts: Counter[str] = field(default_factory=Counter)
    unmade: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def generated(api: Api, *, shape: Shape, tally: Tally, every: int = 1) -> Iterator[Json]:
    """An interaction as a pact file writes it, for each operation and success response."""
    prepared = prepare(api)
    for number, key in enumerate(sorted(api.operations)):
        if number % every:
            continue
        if "#" in key.path:
            tally.unmade["request: a path with a fragment is another operation's on the wire"] += 1
            continue
        operation = api.operations[key]
        material = Material(operation=operation, plan=prepared.plan(key), memory=Memory())
        recipe = material.simplest()
        if recipe is None:
            tally.unmade["request: " + next(iter(material.impossible.values()), "")[:80]] += 1
            continue
        try:
            request = Credentials().applied(cook(operation, recipe), operation, "wrong")
        except Unwritable as error:
            tally.unmade[f"request: {error}"[:90]] += 1
            continue
        bases = base_paths(operation.servers)
        for status, response in operation.responses.items():
            if status.startswith("2"):
                answer = answered(response, int(status.replace("X", "0")), shape, tally)
                if answer is not None:
                    yield {
                        "description": f"{key.method} {key.path} {status}",
                        "request": asked(request, bases[0] if bases else ""),
                        "response": answer,
                    }


def asked(request: Request, base: str) -> Json:
    """A request as a pact of version 3 writes it; the body's text is put into version 4's envelope."""
    path, _, query = request.url.partition("?")
    written: dict[str, Json] = {"method": request.method, "path": base + path}
    if query:
        written["query"] = query
    headers: dict[str, Json] = dict(request.headers)
    written["headers"] = headers
    if request.body:
        written["body"] = body_of(request.body, request.header("content-type") or "")
    return written


def body_of(octets: bytes, content_type: str) -> Json:
    """A body in version 4's envelope."""
    encoded = base64.b64encode(octets).decode()
    return {"content": encoded, "contentType": content_type, "encoded": "base64"}


def answered(response: Response, status: int, shape: Shape, tally: Tally) -> Json:
    """The response that is expected; None if there is no value for it."""
    written: dict[str, Json] = {"status": status}
    media = next(iter(response.content.values()), None)
    if media is None or media.schema is None:
        return written
    name = parse_media_type(media.name)
    try:
        value = drawn(sent_schema(media.schema, Side.RESPONSE), Simplest(), shape=shape, formats="assert")
        if name is not None and name.is_json:
            return written | {"headers": {"Content-Type": media.name}, "body": envelope(media, value)}
        made = write_response(status, content=Content(media=media, value=value))
    except (Unsatisfiable, Unwritable) as error:
        tally.unmade[f"response: {error}"[:90]] += 1
        return None
    kind = made.header("content-type") or media.name
    return written | {"headers": {"Content-Type": kind}, "body": body_of(made.body, kind)}


def envelope(media: MediaType, value: Json) -> Json:
    return {"content": value, "contentType": media.name, "encoded": False}


def verdicts(api: Api, *, shape: Shape, tally: Tally, every: int = 1) -> Iterator[Verification]:
    """The verdict on each generated interaction."""
    made = list(generated(api, shape=shape, tally=tally, every=every))
    verifier = Verifier(api)
    started = process_time()
    for index, written in enumerate(made):
        node = Document("memory:", "pact.json", written, lambda wanted: dict.fromkeys(wanted, (1, 1))).root
        interaction = read_interaction(node, consumer="generated", provider="self", index=index)
        found = verifier.verify(interaction)
        tally.verdicts[found.verdict.value] += 1
        for finding in found.findings:
            if found.verdict is not Compatibility.COMPATIBLE:
                tally.causes[f"{interaction.description}: {finding.rule.id}: {finding.message[:300]}"] += 1
        yield found
    tally.seconds = process_time() - started


def operations(api: Api) -> list[Operation]:
    return [api.operations[key] for key in api.operations]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("specs", nargs="*")
    parser.add_argument("--full", action="store_true", help="expect every property that is described")
    parser.add_argument("--every", type=int, default=1, help="only each n-th operation")
    parser.add_argument("--causes", type=int, default=10, help="how many causes to show")
    given = parser.parse_args()
    here = Path(os.environ.get("ASSENT_SHARED", Path(__file__).parents[2] / "shared")) / "corpus"
    specs = given.specs or [str(file) for glob in SPECS for file in sorted(here.glob(glob))]
    total: Counter[str] = Counter()
    for spec in specs:
        tally = Tally()
        api = read_api(load(spec))
        for _ in verdicts(api, shape=FULL if given.full else MINIMAL, tally=tally, every=given.every):
            pass
        total.update(tally.verdicts)
        counts = " ".join(f"{word} {count}" for word, count in sorted(tally.verdicts.items()))
        print(f"{'/'.join(Path(spec).parts[-2:])}: operations {len(operations(api))}: {counts}", end="")
        print(f"; not made {tally.unmade.total()}; {tally.seconds:.2f} s", flush=True)
        for cause, count in (*tally.unmade.most_common(3), *tally.causes.most_common(given.causes)):
            print(f"    {count} {cause}")
    print("in all:", " ".join(f"{word} {count}" for word, count in sorted(total.items())))


if __name__ == "__main__":
    main()
