"""Pacts made from descriptions, held against those same descriptions: every interaction must be compatible.

    python -m bench.pact [--literal | --full] [--every N] [SPEC...]

One interaction per operation and success response: the simplest request, and an answer as a careful consumer writes
it down. He relies on members that are always there and on nothing else, matches each by its type (with `null` or other
types beside it where the provider may send them), and takes lists of any length. What no matcher can say, such as
"a text or any object", he does not read; a row counts those places. `--literal` expects the smallest example as it is,
so it relies on what may be null; `--full` expects every property that is described, so it relies on optional ones.
Both are at risk, and rightly so, but nothing may be incompatible. One row per description: operations, interactions by verdict, those that could
not be made, and the CPU seconds that the checking took. Then the causes of whatever was not compatible.
"""

from __future__ import annotations

import argparse
import base64
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import Any

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
from assent.schema.model import Reference, Schema
from assent.schema.values import MINIMAL, Shape, Simplest, Unsatisfiable, drawn
from assent.wire import Request
from assent.wire.building import Content, write_response
from assent.wire.media import parse_media_type
from assent.wire.styles import Unwritable
from assent.wire.views import View

CAREFUL = Shape(depth=6, members=0.0, more=1, examples=1.0, edges=0.0, readable=True)
"""Real values where the description has examples, what is required, and lists with one item to look at."""
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
    read: int = 0
    unread: int = 0
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
    media = next((each for each in response.content.values() if is_json(each)), None)
    media = media or next(iter(response.content.values()), None)
    if media is None or media.schema is None:
        return written
    schema = sent_schema(media.schema, Side.RESPONSE)
    try:
        value = drawn(schema, Simplest(), shape=shape, formats="assert")
        if is_json(media):
            written["headers"] = {"Content-Type": media.name}
            if shape is not CAREFUL:
                return written | {"body": envelope(media, value)}
            reader = Reader()
            read = reader.reads(value, View((schema,)), "$")
            tally.read += len(reader.rules)
            tally.unread += reader.unread
            rules: Json = {"body": reader.rules}
            return written | ({"body": envelope(media, read), "matchingRules": rules} if reader.rules else {})
        made = write_response(status, content=Content(media=media, value=value))
    except (Unsatisfiable, Unwritable) as error:
        tally.unmade[f"response: {error}"[:90]] += 1
        return None
    kind = made.header("content-type") or media.name
    return written | {"headers": {"Content-Type": kind}, "body": body_of(made.body, kind)}


def is_json(media: MediaType) -> bool:
    name = parse_media_type(media.name)
    return name is not None and name.is_json


UNREAD = object()
"""A part that a careful consumer does not read."""


@dataclass(slots=True)
class Reader:
    """A careful consumer: the part of a value it reads, with matchers for each place."""

    rules: dict[str, Json] = field(default_factory=dict)
    unread: int = 0

    def reads(self, value: Json, within: View, path: str) -> Any:
        """The part of the value that is relied on; `UNREAD` where no matchers accept all that may come."""
        own = {type_of(value)} | ({"number", "integer"} if type_of(value) == "number" else set())
        others = sorted(within.types - own - ({"integer"} if "number" in within.types else set()))
        if not ANY.keys() >= set(others):
            self.unread += 1
            return UNREAD
        matchers: list[Json] = [{"match": "type"}, *({**ANY[kind]} for kind in others)]
        self.rules[path] = {"matchers": matchers, "combine": "OR" if others else "AND"}
        match value:
            case dict():
                kept = {
                    name: self.reads(value[name], within.member(name), f"{path}['{name}']")
                    for name in value
                    if "'" not in name and all(promised(root, name) for root in within.roots)
                }
                return {name: part for name, part in kept.items() if part is not UNREAD}
            case [first, *_] if not any("prefixItems" in schema.keywords for schema in within.schemas):
                item = self.reads(first, within.item(0), f"{path}[*]")
                return [] if item is UNREAD else [item]
            case list():
                return []
            case _:
                return value


ANY: Mapping[str, dict[str, Json]] = {
    "number": {"match": "number"},
    "integer": {"match": "integer"},
    "boolean": {"match": "boolean"},
    "null": {"match": "null"},
}
"""The matcher that accepts every value of a type; for texts, lists and objects there is none but by an example."""


def type_of(value: Json) -> str:
    """The JSON type; `number` for whole ones as well."""
    names = {
        type(None): "null",
        bool: "boolean",
        int: "number",
        float: "number",
        str: "string",
        list: "array",
    }
    return names.get(type(value), "object")


def promised(schema: Schema, name: str) -> bool:
    """Whether every object of the schema has the member, as its `required` says, in every branch."""
    keywords = schema.keywords
    if name in keywords.get("required", ()):
        return True
    if isinstance(reference := keywords.get("$ref"), Reference) and promised(reference.target, name):
        return True
    if any(promised(part, name) for part in keywords.get("allOf", ())):
        return True
    return any(
        all("object" not in View((part,)).types or promised(part, name) for part in keywords.get(word, ()))
        for word in ("anyOf", "oneOf")
        if word in keywords
    )


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
    parser.add_argument("--literal", action="store_true", help="expect the smallest example as it is")
    parser.add_argument("--full", action="store_true", help="expect every property that is described")
    parser.add_argument("--every", type=int, default=1, help="only each n-th operation")
    parser.add_argument("--causes", type=int, default=10, help="how many causes to show")
    given = parser.parse_args()
    here = Path(os.environ.get("ASSENT_SHARED", Path(__file__).parents[2] / "shared")) / "corpus"
    specs = given.specs or [str(file) for glob in SPECS for file in sorted(here.glob(glob))]
    shape = FULL if given.full else MINIMAL if given.literal else CAREFUL
    total: Counter[str] = Counter()
    for spec in specs:
        tally = Tally()
        api = read_api(load(spec))
        for _ in verdicts(api, shape=shape, tally=tally, every=given.every):
            pass
        total.update(tally.verdicts)
        total["places read"] += tally.read
        total["places that no matcher describes"] += tally.unread
        counts = " ".join(f"{word} {count}" for word, count in sorted(tally.verdicts.items()))
        print(f"{'/'.join(Path(spec).parts[-2:])}: operations {len(operations(api))}: {counts}", end="")
        print(
            f"; not made {tally.unmade.total()}; places read {tally.read}, not read {tally.unread}; {tally.seconds:.2f} s",
            flush=True,
        )
        for cause, count in (*tally.unmade.most_common(3), *tally.causes.most_common(given.causes)):
            print(f"    {count} {cause}")
    print("in all:", " ".join(f"{word} {count}" for word, count in sorted(total.items())))


if __name__ == "__main__":
    main()
