"""The library's own checks of its input, written by hand from its description."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl

WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


class Wrong(Exception):
    """What is wrong with a request, and the status that says so."""

    def __init__(self, what: str, status: int = 422) -> None:
        super().__init__(what)
        self.what = what
        self.status = status


def whole(given: str, what: str, *, least: int, most: int | None = None) -> int:
    """A whole number in text; `2.0` and `2e0` are whole as well."""
    value = number(given, what)
    if value != int(value):
        raise Wrong(f"{what}: no whole number")
    value = int(given) if WHOLE.fullmatch(given) else int(value)
    if value < least or (most is not None and value > most):
        raise Wrong(f"{what}: out of range")
    return value


def number(given: str, what: str, *, above: float | None = None, most: float | None = None) -> float:
    if not NUMBER.fullmatch(given):
        raise Wrong(f"{what}: no number")
    value = float(given)
    if value in (float("inf"), float("-inf")):
        raise Wrong(f"{what}: too large")
    if (above is not None and value <= above) or (most is not None and value > most):
        raise Wrong(f"{what}: out of range")
    return value


def text(given: Any, what: str, *, least: int = 0, most: int | None = None, pattern: str = "") -> None:
    if not isinstance(given, str):
        raise Wrong(f"{what}: no text")
    if len(given) < least or (most is not None and len(given) > most):
        raise Wrong(f"{what}: length")
    if pattern and not re.fullmatch(pattern, given, re.ASCII):
        raise Wrong(f"{what}: form")


def integer(given: Any, what: str, *, least: int, most: int) -> None:
    if isinstance(given, bool) or not isinstance(given, int | float) or given != given // 1:
        raise Wrong(f"{what}: no integer")
    if not least <= given <= most:
        raise Wrong(f"{what}: out of range")


def keys(given: Any, what: str, *, required: set[str], optional: set[str]) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise Wrong(f"{what}: no object")
    if not required <= given.keys():
        raise Wrong(f"{what}: something is missing")
    if not given.keys() <= required | optional:
        raise Wrong(f"{what}: something is unknown")
    return given


GENRES = ("novel", "poetry", "science")


def genre(given: Any) -> None:
    if given not in GENRES:
        raise Wrong("genre")


def day(given: Any, what: str) -> None:
    text(given, what, pattern=r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
    try:
        date.fromisoformat(given)
    except ValueError as error:
        if not given.startswith("0000"):
            raise Wrong(f"{what}: no day") from error


def book(given: Any) -> None:
    value = keys(
        given,
        "book",
        required={"title", "pages"},
        optional={"id", "isbn", "genre", "price", "published", "tags", "author"},
    )
    text(value["title"], "title", least=1, most=80)
    integer(value["pages"], "pages", least=1, most=10_000)
    if "id" in value:
        integer(value["id"], "id", least=1, most=10**400)
    if "isbn" in value:
        text(value["isbn"], "isbn", pattern=r"97[89]-[0-9]{10}")
    if "genre" in value:
        genre(value["genre"])
    if "price" in value:
        price = value["price"]
        if isinstance(price, bool) or not isinstance(price, int | float) or not 0 <= price <= 10_000:
            raise Wrong("price")
    if "published" in value:
        day(value["published"], "published")
    if "tags" in value:
        _tags(value["tags"])
    if "author" in value:
        author = keys(value["author"], "author", required={"name"}, optional={"born"})
        text(author["name"], "author name", least=1)
        if author.get("born") is not None:
            integer(author["born"], "author born", least=1000, most=2100)


def _tags(given: Any) -> None:
    if not isinstance(given, list) or len(given) > 5:
        raise Wrong("tags")
    for tag in given:
        text(tag, "tag", least=1, most=20)
    if len(set(given)) < len(given):
        raise Wrong("tags: twice")


def patch(given: Any) -> None:
    value = keys(given, "change", required=set(), optional={"pages", "genre"})
    if "pages" in value:
        integer(value["pages"], "pages", least=1, most=10_000)
    if "genre" in value:
        genre(value["genre"])


def email(given: Any) -> None:
    text(given, "email", least=3)
    if given.count("@") < 1 or " " in given:
        raise Wrong("email")


def loan(given: Any) -> None:
    value = keys(given, "loan", required={"member", "days"}, optional={"due"})
    email(value["member"])
    integer(value["days"], "days", least=1, most=30)
    due = value.get("due")
    if due is not None:
        text(due, "due", pattern=r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ].+")
        try:
            datetime.fromisoformat(re.sub(r"\.[0-9]+", "", due.upper()).replace(":60", ":59"))
        except ValueError as error:
            if not due.startswith("0000"):
                raise Wrong("due") from error


def member(given: Any) -> None:
    value = keys(given, "member", required={"email", "password"}, optional={"plan"})
    email(value["email"])
    text(value["password"], "password", least=8, most=64)
    if "plan" in value:
        plan = value["plan"]
        if isinstance(plan, dict) and plan.get("kind") == "paid":
            keys(plan, "plan", required={"kind", "months"}, optional=set())
            integer(plan["months"], "months", least=1, most=24)
        elif keys(plan, "plan", required={"kind"}, optional=set())["kind"] != "free":
            raise Wrong("plan")


class _Feedback:
    """The form: its fields, and their check."""

    @staticmethod
    def fields(body: bytes) -> dict[str, str]:
        try:
            pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(body))
        except (UnicodeDecodeError, ValueError) as error:
            raise Wrong("no form", 400) from error
        if len(dict(pairs)) < len(pairs):
            raise Wrong("a field was sent twice")
        return dict(pairs)

    def __call__(self, fields: dict[str, str]) -> None:
        keys(fields, "feedback", required={"rating"}, optional={"comment"})
        whole(fields["rating"], "rating", least=1, most=5)
        text(fields.get("comment", ""), "comment", most=200)


feedback = _Feedback()
