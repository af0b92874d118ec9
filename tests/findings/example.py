"""A made-up report, as a comparison of two revisions of a shop's description would give it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from assent.document.document import Location, Position
from assent.findings import (
    Because,
    Breaks,
    Case,
    Consumer,
    Finding,
    Input,
    Lifecycle,
    OperationPlace,
    Profile,
    Report,
    Rule,
    Section,
    Severity,
    Side,
    Status,
    Tool,
    Waiver,
    Witness,
    make_report,
    ordered,
)
from assent.json import Json, Pointer
from assent.wire import Exchange, Request, Response

TOOL = Tool("assent", "0.1.0")

OLD = """\
openapi: 3.1.0
info:
  title: Shop
  version: 1.4.0
paths:
  /orders:
    get:
      operationId: listOrders
      deprecated: true
      parameters:
        - name: limit
          in: query
          schema:
            type: integer
            maximum: 100
      responses:
        "200":
          description: Orders, newest first.
          content:
            application/json:
              schema:
                type: array
                items:
                  $ref: "#/components/schemas/Order"
    post:
      operationId: createOrder
      requestBody:
        content:
          application/json:
            schema:
              $ref: "#/components/schemas/NewOrder"
      responses:
        "201":
          description: Made.
  /orders/{id}:
    delete:
      operationId: cancelOrder
      responses:
        "204":
          description: Gone.
components:
  schemas:
    NewOrder:
      type: object
      required: [item]
      properties:
        item:
          type: string
        quantity:
          type: integer
          minimum: 1
        note:
          type: string
    Order:
      type: object
      required: [id, state]
      properties:
        id:
          type: string
        state:
          enum: [open, shipped]
"""

NEW = """\
openapi: 3.1.0
info:
  title: Shop
  version: 1.5.0
paths:
  /orders:
    get:
      operationId: listOrders
      parameters:
        - name: limit
          in: query
          schema:
            type: integer
            maximum: 50
      responses:
        "200":
          description: Orders, newest first.
          content:
            application/json:
              schema:
                type: array
                items:
                  $ref: "#/components/schemas/Order"
    post:
      operationId: createOrder
      requestBody:
        content:
          application/json:
            schema:
              $ref: "#/components/schemas/NewOrder"
      responses:
        "201":
          description: Made.
components:
  schemas:
    NewOrder:
      type: object
      required: [item, quantity]
      properties:
        item:
          type: string
          pattern: ^[a-z]+$
        quantity:
          type: integer
          minimum: 1
    Order:
      type: object
      required: [id, state]
      properties:
        id:
          type: string
        state:
          enum: [open, shipped, lost]
"""

TEXTS = {"main:openapi.yaml": OLD, "openapi.yaml": NEW}


def sources(name: str) -> str | None:
    return TEXTS.get(name)


def at(file: str, pointer: Pointer, needle: str, *, nth: int = 1) -> Location:
    """The location in one of the texts where the needle stands for the nth time."""
    text = TEXTS[file]
    begin = -1
    for _ in range(nth):
        begin = text.index(needle, begin + 1)
    line = text.count("\n", 0, begin) + 1
    column = begin - (text.rfind("\n", 0, begin) + 1) + 1

    def locate(pointers: Sequence[Pointer]) -> Mapping[Pointer, Position]:
        return dict.fromkeys(pointers, (line, column))

    return Location(file, pointer, locate)


def rule(name: str, title: str, severity: Severity, breaks: Breaks = Breaks.WIRE, **more: str) -> Rule:
    profiles = {Profile.STRICT: Severity.ERROR} if severity is Severity.WARNING else {}
    return Rule(
        id=name,
        title=title,
        severity=severity,
        breaks=breaks,
        profiles=profiles,
        source=more.get("source", "OAS 3.1.1 §4.8"),
        since="0.1",
        why=more.get("why", "A client built for the old description may be let down."),
        instead=more.get("instead", "Keep what was promised, and announce its end first."),
        engine=more.get("engine", "compare"),
    )


REQUIRED = Rule(
    id="property-became-required",
    title="A property is now required",
    severity=Severity.ERROR,
    breaks=Breaks.WIRE | Breaks.SOURCE,
    source="JSON Schema 2020-12 validation §6.5.3, required",
    since="0.1",
    why="A client built for the old description may leave it out; the provider may now refuse that request.",
    instead="Keep it optional and let the provider fall back to a default.",
    cases=(
        Case(before="required: [item]\n", after="required: [item, quantity]\n", shows="one more is required"),
        Case(
            before="required: [item]\n",
            after="required: [item]\n# the same\n",
            breaks=False,
            shows="the same",
        ),
    ),
)
MAXIMUM = rule("maximum-lowered", "A number's largest value is now smaller", Severity.ERROR)
PATTERN = rule("pattern-changed", "A string's pattern changed", Severity.ERROR)
GONE = rule("operation-removed", "An operation is gone", Severity.ERROR, Breaks.WIRE | Breaks.SOURCE)
ENUM = rule("enum-value-added", "A value joined a closed enum", Severity.WARNING)
PROPERTY = rule("property-removed", "A property is no longer named", Severity.WARNING)
DEPRECATION = rule("deprecation-withdrawn", "Something is no longer deprecated", Severity.NOTE, Breaks.NOBODY)

CREATE = OperationPlace("POST", "/orders", "body application/json")
LIST = OperationPlace("GET", "/orders", "query limit")


def findings() -> list[Finding]:
    """Seven findings of every severity, one of them waived and one undecided."""
    new_order = ("components", "schemas", "NewOrder")
    return [
        Finding(
            rule=REQUIRED,
            severity=Severity.ERROR,
            message="The property `quantity` of the request body is now required.",
            side=Side.REQUEST,
            operations=(CREATE, OperationPlace("PUT", "/orders/{id}", "body application/json")),
            subject="/quantity",
            old=at("main:openapi.yaml", (*new_order, "required"), "[item]"),
            new=at("openapi.yaml", (*new_order, "required"), "[item, quantity]"),
            witness=Witness(
                request=Request(
                    "POST",
                    "https://shop.example/v1/orders",
                    (("Host", "shop.example"), ("Content-Type", "application/json")),
                    b'{"item":"teapot","note":"<b>gift</b>"}',
                ),
                value={"item": "teapot", "note": "<b>gift</b>"},
                accepted_by="old",
                refused_by="new",
                because=(
                    Because(
                        keyword="required",
                        value_pointer=(),
                        schema_pointer=(*new_order, "required"),
                        message='"quantity" is a required property',
                    ),
                ),
            ),
            consumers=(Consumer(name="web-shop", interactions=("a request to order a teapot",)),),
        ),
        Finding(
            rule=MAXIMUM,
            severity=Severity.ERROR,
            message="The largest `limit` is now 50, and was 100.",
            side=Side.REQUEST,
            operations=(LIST,),
            old=at("main:openapi.yaml", ("paths", "/orders", "get", "parameters", "0"), "maximum: 100"),
            new=at("openapi.yaml", ("paths", "/orders", "get", "parameters", "0"), "maximum: 50"),
            witness=Witness(
                request=Request("GET", "https://shop.example/v1/orders?sort=new&limit=51"),
                value=51,
                accepted_by="old",
                refused_by="new",
                because=(Because(keyword="maximum", message="51 is greater than the maximum of 50"),),
            ),
        ),
        Finding(
            rule=GONE,
            severity=Severity.ERROR,
            message="The operation DELETE /orders/{id} is gone.",
            operations=(OperationPlace("DELETE", "/orders/{id}"),),
            old=at("main:openapi.yaml", ("paths", "/orders/{id}", "delete"), "delete:"),
            lifecycle=Lifecycle(gone=True),
            witness=Witness(
                request=Request("DELETE", "https://shop.example/v1/orders/7"),
                accepted_by="old",
                refused_by="new",
            ),
            waived=Waiver(
                reason="No consumer ever called it", owner="orders team", expires=date(2031, 12, 31)
            ),
        ),
        Finding(
            rule=PATTERN,
            severity=Severity.WARNING,
            decided=False,
            message="Whether the old strings all match the pattern `^[a-z]+$` could not be decided: `pattern`.",
            side=Side.REQUEST,
            operations=(CREATE,),
            subject="/item pattern",
            new=at("openapi.yaml", (*new_order, "properties", "item", "pattern"), "^[a-z]+$"),
        ),
        Finding(
            rule=ENUM,
            severity=Severity.WARNING,
            message='The value "lost" joined the enum of `state`.',
            side=Side.RESPONSE,
            operations=(
                OperationPlace("GET", "/orders", "status 200 body application/json"),
                OperationPlace("GET", "/orders/{id}", "status 200 body application/json"),
            ),
            subject='/*/state "lost"',
            old=at("main:openapi.yaml", ("components", "schemas", "Order"), "[open, shipped]"),
            new=at("openapi.yaml", ("components", "schemas", "Order"), "[open, shipped, lost]"),
            witness=Witness(
                request=Request("GET", "https://shop.example/v1/orders"),
                response=Response(
                    200,
                    (("Content-Type", "application/json"),),
                    b'[{"id":"7","state":"lost"}]',
                ),
                value=[{"id": "7", "state": "lost"}],
                accepted_by="new",
                refused_by="old",
                because=(
                    Because(
                        keyword="enum",
                        value_pointer=("0", "state"),
                        schema_pointer=("components", "schemas", "Order", "properties", "state", "enum"),
                        message='"lost" is not one of ["open","shipped"]',
                    ),
                ),
            ),
        ),
        Finding(
            rule=PROPERTY,
            severity=Severity.WARNING,
            message="The property `note` is no longer named; it is accepted and no longer understood.",
            side=Side.REQUEST,
            operations=(CREATE,),
            subject="/note",
            old=at("main:openapi.yaml", (*new_order, "properties", "note"), "note:"),
        ),
        Finding(
            rule=DEPRECATION,
            severity=Severity.NOTE,
            message="GET /orders is no longer deprecated.",
            operations=(OperationPlace("GET", "/orders"),),
            old=at("main:openapi.yaml", ("paths", "/orders", "get", "deprecated"), "deprecated:"),
        ),
    ]


INPUTS = (Input("old", "main:openapi.yaml"), Input("new", "openapi.yaml"))


def report() -> Report:
    """A comparison of one API."""
    return make_report("compare", findings(), tool=TOOL, inputs=INPUTS)


def monorepo() -> Report:
    """A comparison of two APIs, one of which nothing happened to."""
    sections = (
        Section(api="shop", inputs=INPUTS, findings=ordered(findings())),
        Section(api="stock", inputs=(Input("old", "main:stock.yaml"), Input("new", "stock.yaml"))),
    )
    return Report(tool=TOOL, command="compare", sections=sections)


def fuzzed() -> Report:
    """A run against a provider, with what only that has."""
    witness = Witness(
        request=Request("GET", "http://127.0.0.1:8000/orders/7"),
        response=Response(500, (("Content-Type", "text/plain"),), b"oops\n\x1b[31m"),
        steps=(
            Exchange(
                Request("POST", "http://127.0.0.1:8000/orders", (), b'{"item":"a"}'),
                Response(201, (("Location", "/orders/7"),)),
            ),
        ),
    )
    found = Finding(
        rule=rule("server-error", "The provider failed", Severity.ERROR, engine="fuzz"),
        severity=Severity.ERROR,
        message="The provider answered 500.",
        side=Side.RESPONSE,
        operations=(OperationPlace("GET", "/orders/{id}", "status 500"),),
        status=Status.NEW,
        witness=witness,
        extra={"curl": "curl http://127.0.0.1:8000/orders/7", "times": 3},
    )
    operations: list[Json] = [{"method": "GET", "path": "/orders", "statuses": {"valid": {"200": 9}}}]
    coverage: dict[str, Json] = {"operations": operations, "total": 3}
    run: dict[str, Json] = {"requests": 12, "seconds": 0.5, "seed": 1, "coverage": coverage}
    inputs = (Input("description", "openapi.yaml"), Input("provider", "http://127.0.0.1:8000"))
    return make_report("fuzz", [found], tool=TOOL, inputs=inputs, extra={"run": run})


def checked() -> Report:
    """What is wrong with one description."""
    found = [
        Finding(
            rule=rule(
                "dangling-reference",
                "A reference names nothing",
                Severity.ERROR,
                engine="check",
                source="RFC 3986",
            ),
            severity=Severity.ERROR,
            message="Nothing is at `#/components/schemas/Order`.",
            new=at("openapi.yaml", ("paths", "/orders", "get"), '"#/components/schemas/Order"'),
        ),
        Finding(
            rule=rule(
                "missing-path-parameter", "A path parameter is not declared", Severity.WARNING, engine="check"
            ),
            severity=Severity.WARNING,
            message="`id` is not declared.",
            operations=(OperationPlace("GET", "/orders", "path id"),),
            new=at("openapi.yaml", ("paths", "/orders"), "/orders"),
        ),
    ]
    return make_report("check", found, tool=TOOL, inputs=(Input("description", "openapi.yaml"),))


def pacts() -> Report:
    """What a run over pacts adds: a verdict for each interaction."""
    interactions: list[Json] = [
        {"consumer": "web", "provider": "shop", "description": "orders", "index": 0, "verdict": "compatible"},
        {"consumer": "app", "provider": "shop", "description": "state", "index": 1, "verdict": "at_risk"},
    ]
    inputs = (Input("description", "openapi.yaml"), Input("pact", "web-shop.json"))
    return make_report(
        "pact", findings()[4:5], tool=TOOL, inputs=inputs, extra={"interactions": interactions}
    )
