"""The judge beside openapi-core: exchanges made from the corpus and from a description of styles, changed one at a time.

    python -m bench.judge [--exchanges 10000] [--seed 0] [SPEC...]

Prints how often both agree, and every kind of disagreement with the clause that explains it; what nothing explains is
shown with an example, and ends the run with 1. openapi-core's validation asserts formats and keeps to one reading of a
text, so agreement is not the goal: an explanation of each kind is.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from bench.judge_explained import explained

from assent.api import Api, read_api
from assent.api.servers import default_url
from assent.api.sides import Side
from assent.document import load
from assent.findings import Severity
from assent.fuzz.credentials import Credentials
from assent.fuzz.material import Material, sent_schema
from assent.fuzz.memory import Memory
from assent.fuzz.phases import chance
from assent.fuzz.variations import variations
from assent.judge import Subject, judge_request, judge_response, prepare
from assent.judge.prepared import Prepared
from assent.schema.values import Unsatisfiable, draw
from assent.wire import Exchange, Request, Response
from assent.wire.building import Content, write_response
from assent.wire.parameters import view_of
from assent.wire.styles import Unwritable

HOST = "http://provider.example"


def exchanges(api: Api, prepared: Prepared, random: Random) -> Iterator[Exchange]:
    """Requests and answers in turn over the operations, a third of each with one thing changed."""
    keys = sorted(api.operations)
    random.shuffle(keys)
    while True:
        for key in keys:
            plan = prepared.plan(key)
            material = Material(operation=plan.operation, plan=plan, memory=Memory())
            attempt = next(chance(material, random), None)
            if attempt is None:
                continue
            request = Credentials().applied(attempt.request, plan.operation, "wrong")
            base = default_url(plan.operation.servers[0]).rstrip("/")
            url = (base if base.startswith("http") else HOST + base) + request.url
            yield Exchange(
                Request(request.method, url, request.headers, request.body), _response(api, key, random)
            )


def _response(api: Api, key: Any, random: Random) -> Response | None:
    described = api.operations[key].responses
    status = random.choice(list(described) or ["200"])
    code = 200 if status == "default" else int(status.replace("X", "0"))
    found = described.get(status)
    media = next(iter(found.content.values()), None) if found else None
    if found is None or media is None or media.schema is None:
        return Response(code)
    try:
        value = draw(sent_schema(media.schema, Side.RESPONSE), random, formats="assert")
        if random.random() < 0.35:
            options = list(variations(value, view_of(media)))
            value = random.choice(options).value if options else value
        headers = {
            name: (it, draw(sent_schema(it.schema, Side.RESPONSE), random, formats="assert"))
            for name, it in found.headers.items()
            if it.schema is not None and it.required
        }
        return write_response(code, headers=headers, content=Content(media=media, value=value))
    except (Unsatisfiable, Unwritable):
        return None


class Core:
    """openapi-core's verdicts on the same bytes."""

    def __init__(self, tree: dict[str, Any]) -> None:
        from openapi_core import OpenAPI

        self.openapi = OpenAPI.from_dict(tree)

    def request(self, exchange: Exchange) -> str:
        """Empty if it accepts the request, else its error's name and cause."""
        return _name(lambda: self.openapi.validate_request(CoreRequest(exchange.request)))

    def response(self, exchange: Exchange) -> str:
        assert exchange.response
        request, response = CoreRequest(exchange.request), CoreResponse(exchange.response)
        return _name(lambda: self.openapi.validate_response(request, response))


class CoreRequest:
    """A request by openapi-core's protocol."""

    def __init__(self, request: Request) -> None:
        from urllib.parse import parse_qsl, urlsplit

        from openapi_core.datatypes import RequestParameters
        from werkzeug.datastructures import Headers, ImmutableMultiDict

        parts = urlsplit(request.url)
        self.host_url = f"{parts.scheme}://{parts.netloc}"
        self.path = parts.path
        self.path_pattern = None
        self.method = request.method.lower()
        self.body = request.body or None
        self.content_type = request.header("content-type") or ""
        crumbs = [
            crumb.strip().partition("=")
            for crumb in (request.header("cookie") or "").split(";")
            if crumb.strip()
        ]
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(parse_qsl(parts.query, keep_blank_values=True)),
            header=Headers(list(request.headers)),
            cookie=ImmutableMultiDict([(name, value) for name, _, value in crumbs]),
        )


class CoreResponse:
    """A response by openapi-core's protocol."""

    def __init__(self, response: Response) -> None:
        from werkzeug.datastructures import Headers

        self.status_code = response.status
        self.headers = Headers(list(response.headers))
        self.data = response.body
        self.content_type = response.header("content-type") or ""


def _name(check: Any) -> str:
    try:
        check()
    except Exception as error:  # noqa: BLE001 - what openapi-core raises is what we want to know
        cause = error.__cause__ or error
        errors = getattr(cause, "schema_errors", None)
        if errors:
            first = next(iter(errors))
            return f"{type(cause).__name__}: {getattr(first, 'validator', '?')}"
        return f"{type(error).__name__}/{type(cause).__name__}"
    return ""


def ours(subject: Subject, side: Side) -> tuple[str, str]:
    """The verdict (empty if accepted) and, for notes and warnings, what was doubtful."""
    found = list(judge_request(subject) if side is Side.REQUEST else judge_response(subject))
    errors = [it for it in found if it.severity is Severity.ERROR]
    if errors:
        return f"{errors[0].rule.id}: {errors[0].subject.rpartition(' ')[2]}", ""
    return "", found[0].rule.id if found else ""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--exchanges", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--examples", action="store_true", help="show one of each kind")
    parser.add_argument("specs", nargs="*")
    given = parser.parse_args()
    corpus = Path(__file__).parents[2] / "shared" / "corpus"
    specs = given.specs or [
        str(path)
        for path in (
            corpus / "small" / "train-travel.yaml",
            corpus / "small" / "petstore-3.1.yaml",
            corpus / "small" / "parameters-style.yaml",
            next((corpus / "box").glob("*.json")),
            next((corpus / "adyen").glob("*.json")),
        )
    ]
    total: Counter[str] = Counter()
    kinds: Counter[tuple[str, str, str, str]] = Counter()
    examples: dict[tuple[str, str, str, str], str] = {}
    spent = Counter[str]()
    for spec in specs:
        description = load(spec)
        api = read_api(description)
        prepared, core = prepare(api), Core(description.root.value)  # type: ignore[arg-type]  # an object
        random = Random(given.seed)
        for number, exchange in enumerate(exchanges(api, prepared, random)):
            if number >= given.exchanges // len(specs):
                break
            compare(Subject(prepared, exchange), core, Path(spec).name, (total, kinds, examples, spent))
    print(f"{total['request']} requests, {total['response']} responses")
    print(f"agree: {total['agree']}, disagree: {total['disagree']}")
    print(f"seconds: ours {spent['ours']:.2f}, openapi-core {spent['core']:.2f}")
    unknown = 0
    print(
        "\n| number | side | media type | assent | openapi-core | right | clause | why |\n|---|---|---|---|---|---|---|---|"
    )
    for kind, count in kinds.most_common():
        why = explained(*kind)
        unknown += 0 if why else count
        told = (why.right, why.clause, why.why) if why else ("?", "?", "not explained")
        cells = (str(count), kind[0], kind[3], kind[1] or "accepts", kind[2] or "accepts", *told)
        print("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    print(f"\n{unknown} disagreements are not explained.\n")
    for kind, count in kinds.most_common():
        if given.examples or explained(*kind) is None:
            print(f"{count:6} {' / '.join(kind)}\n       {examples[kind]}")
    sys.exit(1 if unknown else 0)


def compare(subject: Subject, core: Core, spec: str, books: Any) -> None:
    total, kinds, examples, spent = books
    for side in (Side.REQUEST, Side.RESPONSE):
        if side is Side.RESPONSE and subject.response is None:
            continue
        began = time.process_time()
        own, doubt = ours(subject, side)
        spent["ours"] += time.process_time() - began
        began = time.process_time()
        theirs = core.request(subject.exchange) if side is Side.REQUEST else core.response(subject.exchange)
        spent["core"] += time.process_time() - began
        total[side.value] += 1
        total["agree" if bool(own) == bool(theirs) else "disagree"] += 1
        if bool(own) != bool(theirs):
            message = subject.request if side is Side.REQUEST else subject.response
            media = ((message.header("content-type") if message else "") or "").partition(";")[0]
            kind = side.value, own or doubt, theirs, media
            kinds[kind] += 1
            examples.setdefault(kind, _example(subject, side, spec))


def _example(subject: Subject, side: Side, spec: str) -> str:
    request, response = subject.request, subject.response
    line = f"{spec} {request.method} {request.url[:160]}"
    if side is Side.RESPONSE and response is not None:
        return f"{line} -> {response.status} {response.headers} {response.body[:200]!r}"
    return f"{line} {list(request.headers)} {request.body[:200]!r}"


if __name__ == "__main__":
    main()
