"""The judge beside openapi-core: exchanges made from the corpus and from a description of styles, changed one at a time.

    python bench/judge.py [--exchanges 10000] [--seed 0] [SPEC...]

Prints how often both agree, and every kind of disagreement with the clause that explains it; what nothing explains is
shown with an example, and ends the run with 1. openapi-core's validation asserts formats and keeps to one reading of a
text, so agreement is not the goal: an explanation of each kind is.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

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


class Explained(NamedTuple):
    """Why the two disagree: on which side, what each says (regular expressions), who is right, and by which clause."""

    side: str
    ours: str
    theirs: str
    right: str
    clause: str
    why: str


EXPLAINED = (
    Explained(
        "response",
        "^$|not-judged",
        "KeyError",
        "assent",
        "OAS 3.1.1 §4.8.16, Responses Object",
        "an operation without `responses`: openapi-core raises KeyError, which is no verdict; no status is described, "
        "so there is nothing to break",
    ),
    Explained(
        "",
        "broken-format",
        "format|oneOf|anyOf",
        "both",
        "JSON Schema 2020-12 validation §7.2.1",
        "`format` is an annotation unless a validator is told to assert it: openapi-core asserts, we warn with "
        "broken-format (also where a union has no alternative left because of it)",
    ),
    Explained(
        "",
        "^$",
        "InvalidSchemaValue: format",
        "assent",
        "RFC 3339 §5.6, date-fullyear = 4DIGIT",
        "the year 0000 and the leap second are dates of the grammar; openapi-core asks Python's datetime, which "
        "begins in year 1",
    ),
    Explained(
        "",
        "^$|broken-format",
        "InvalidSchemaValue: type",
        "assent",
        "OAS 3.1.1 §4.8.26, XML Object",
        "XML has no types, so an element's text is read as its schema's type says and an empty element as an object "
        "without members; openapi-core leaves text",
    ),
    Explained(
        "request",
        "^$|not-judged",
        "MissingRequiredParameter",
        "assent",
        "OAS 3.1.1 §4.8.12.2; RFC 6570 §3.2.5, §3.2.7",
        "`label` and `matrix` values begin with `.` and `;` and may hold `=`: openapi-core's path finder does not "
        "match them and calls the parameter missing",
    ),
    Explained(
        "response",
        "invalid-response-body",
        "^$",
        "assent",
        "RFC 6839 §3.1, the suffix +json; RFC 9457",
        "application/problem+json is JSON, and its body breaks the schema; openapi-core does not read it as JSON",
    ),
    Explained(
        "request",
        "^$|not-judged",
        "RequestBodyValidationError/DeserializeError",
        "assent",
        "RFC 7578 §4; RFC 2046 §5.1",
        "a multipart body that only closes its boundary is a form without fields, as browsers send it, or a part "
        "whose style nobody can read, which we name as not-judged; openapi-core cannot take it apart",
    ),
    Explained(
        "request",
        "^$|not-judged",
        "ParameterValidationError/DeserializeError",
        "assent",
        "OAS 3.1.1 §4.8.12.2, style form",
        "a cookie with `explode: false` holds `name,value,…`: openapi-core reads cookies as exploded only",
    ),
    Explained(
        "request",
        "^$|not-judged|broken-format",
        "EmptyQueryParameterValue",
        "assent",
        "OAS 3.1.1 §4.8.12.2.1, allowEmptyValue",
        "allowEmptyValue is ignored where style is used, and `name=` is how form style writes the empty string, "
        "which the schema allows",
    ),
    Explained(
        "request",
        "invalid-parameter: (style|type)",
        "^$",
        "assent",
        "RFC 6570 §3.2.2; OAS 3.1.1 §4.8.12.3",
        "an object without explode is `name,value` in pairs: one word alone is no object; openapi-core takes it",
    ),
    Explained(
        "request",
        "invalid-request-body",
        "^$",
        "assent",
        "RFC 7578 §4.4; OAS 3.1.1 §4.8.15.1",
        "the part says it is application/json and holds another type than the property; openapi-core does not read "
        "parts by their own media type",
    ),
    Explained(
        "response",
        "^$|not-judged",
        "unevaluatedProperties|required|oneOf|anyOf",
        "assent",
        "OAS 3.0.4 §4.7.24.1; JSON Schema §9.4",
        "a required writeOnly property need not be in an answer (and readOnly not in a request); openapi-core wants "
        "it, so that no alternative is left. For 3.1 JSON Schema leaves it to the application",
    ),
    Explained(
        "request",
        "^$|not-judged",
        "InvalidSchemaValue: required",
        "assent",
        "OAS 3.1.1 §4.8.14.4",
        "each field of a form is a property of the object, also one that `properties` does not name; openapi-core "
        "drops it and then misses it",
    ),
    Explained(
        "request",
        "^$",
        "MediaTypeNotFound",
        "assent",
        "OAS 3.1.1 §4.8.8.2",
        "a concrete path goes before a template that matches as well: openapi-core takes the template's operation",
    ),
    Explained(
        "",
        "^$",
        "MissingData",
        "assent",
        "RFC 9110 §6.4",
        "content of no octets is content: the empty text is a valid text/html or text/plain",
    ),
)


def explained(side: str, own: str, theirs: str) -> Explained | None:
    """Why they disagree, if that is known."""
    for each in EXPLAINED:
        fits = each.side in ("", side) and re.search(each.ours, own) and re.search(each.theirs, theirs)
        if fits:
            return each
    return None


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
    kinds: Counter[tuple[str, str, str]] = Counter()
    examples: dict[tuple[str, str, str], str] = {}
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
    print("\n| number | side | assent | openapi-core | right | clause | why |\n|---|---|---|---|---|---|---|")
    for kind, count in kinds.most_common():
        why = explained(*kind)
        unknown += 0 if why else count
        told = (why.right, why.clause, why.why) if why else ("?", "?", "not explained")
        cells = (str(count), kind[0], kind[1] or "accepts", kind[2] or "accepts", *told)
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
            kind = side.value, own or doubt, theirs
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
