"""A library as a service, with a switch that seeds defects; each one is counted when it is triggered."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from tests.fuzz.library.checks import (
    Wrong,
    book,
    feedback,
    integer,
    keys,
    loan,
    member,
    number,
    patch,
    text,
    whole,
)

KEY = "sesame"

DEFECTS: tuple[str, ...] = (
    *("limit-too-large-accepted", "limit-zero-crashes", "limit-no-number-crashes", "offset-large-crashes"),
    *("genre-unlisted-accepted", "genre-case-ignored", "tag-empty-crashes", "tags-too-many-accepted"),
    *("sort-pattern-unchecked", "total-missing", "total-no-number", "list-null-title", "list-price-as-text"),
    *("title-missing-accepted", "title-empty-accepted", "title-long-accepted", "title-unicode-crashes"),
    *("title-control-crashes", "title-null-crashes", "pages-zero-accepted", "pages-large-accepted"),
    *("pages-int32-crashes", "isbn-unchecked", "price-negative-accepted", "price-text-accepted"),
    *(
        "published-unchecked",
        "published-leap-day-crashes",
        "tags-twice-accepted",
        "book-tags-too-many-accepted",
    ),
    *("author-name-missing-crashes", "born-null-crashes", "unknown-property-accepted", "location-missing"),
    *("created-as-200", "no-key-accepted", "wrong-key-accepted", "broken-json-crashes", "empty-body-crashes"),
    *("wrong-type-crashes", "absent-book-is-200", "put-loses-genre", "deleted-stays", "delete-twice-crashes"),
    *("failed-creation-stays", "patch-empty-crashes", "patch-wrong-accepted", "get-changes", "no-allow"),
    *("days-zero-accepted", "days-text-accepted", "loan-due-null-crashes", "loan-absent-book-crashes"),
    *("password-leaked", "password-short-accepted", "plan-months-missing-crashes", "plan-unknown-accepted"),
    *(
        "member-id-no-uuid-crashes",
        "q-empty-accepted",
        "q-long-accepted",
        "q-quote-crashes",
        "year-unchecked",
    ),
    *("lang-unlisted-crashes", "page-zero-crashes", "session-missing-accepted", "session-unchecked"),
    *("rating-six-accepted", "rating-missing-crashes", "comment-long-crashes", "stats-wrong-type"),
    *(
        "stats-day-crashes",
        "bucket-no-multiple-accepted",
        "stats-loans-missing",
        "health-false",
        "error-no-detail",
    ),
)

AT_ONCE: tuple[str, ...] = (
    *("change-lost", "replacements-mixed", "loan-lost", "removed-twice", "change-of-removed-crashes"),
    *("number-given-twice", "shelf-twice"),
)
"""Defects that only show when requests overlap."""

BY_STANDARD: tuple[str, ...] = (
    *("charset-refused", "media-type-case-refused", "repeated-query-crashes", "deep-json-crashes"),
    *("whole-number-with-point-crashes", "offset-of-time-crashes", "leap-second-crashes", "options-crashes"),
    *("head-crashes", "long-path-crashes", "zero-in-path-crashes", "unknown-query-crashes"),
    *("surrogate-crashes", "duplicate-key-crashes", "byte-order-mark-crashes", "large-exponent-crashes"),
)
"""Defects in what HTTP, URLs, JSON and RFC 3339 allow."""

ALL: tuple[str, ...] = DEFECTS + AT_ONCE + BY_STANDARD


class Crash(Exception):
    """What a seeded defect raises; the service answers 500."""


class Library:
    """The state of one service. `defects` are switched on, `triggered` counts how often each showed."""

    def __init__(self, defects: Iterable[str] = ()) -> None:
        self.defects = frozenset(defects)
        self.triggered: Counter[str] = Counter()
        self.books: dict[int, dict[str, Any]] = {}
        self.loans: dict[int, list[dict[str, Any]]] = {}
        self.members: dict[str, dict[str, Any]] = {}
        self.shelves: dict[str, dict[str, Any]] = {}
        self.deleted: set[int] = set()
        self.last = self.joined = 0
        for title in ("Fathers and Sons", "War with the Newts"):
            self._store({"title": title, "pages": 200, "genre": "novel"})

    def bug(self, name: str, *, when: bool = True) -> bool:
        """Whether the defect is switched on and shows now."""
        assert name in ALL, name
        shows = when and name in self.defects
        self.triggered[name] += shows
        return shows

    def crash(self, name: str, *, when: bool) -> None:
        if self.bug(name, when=when):
            raise Crash(name)

    def app(self) -> Starlette:
        routes = [
            Route("/books", self._serve(self.list_books), methods=["GET"]),
            Route("/books", self._serve(self.add_book), methods=["POST"]),
            Route("/books/{id}", self._serve(self.read_book), methods=["GET"]),
            Route("/books/{id}", self._serve(self.replace_book), methods=["PUT"]),
            Route("/books/{id}", self._serve(self.change_book), methods=["PATCH"]),
            Route("/books/{id}", self._serve(self.remove_book), methods=["DELETE"]),
            Route("/books/{id}/loans", self._serve(self.lend), methods=["POST"]),
            Route("/books/{id}/loans", self._serve(self.list_loans), methods=["GET"]),
            Route("/members", self._serve(self.add_member), methods=["POST"]),
            Route("/members/{id}", self._serve(self.read_member), methods=["GET"]),
            Route("/members/{id}", self._serve(self.remove_member), methods=["DELETE"]),
            Route("/shelves", self._serve(self.add_shelf), methods=["POST"]),
            Route("/shelves/{name}", self._serve(self.read_shelf), methods=["GET"]),
            Route("/shelves/{name}", self._serve(self.remove_shelf), methods=["DELETE"]),
            Route("/search", self._serve(self.search), methods=["GET"]),
            Route("/feedback", self._serve(self.feedback), methods=["POST"]),
            Route("/stats", self._serve(self.stats), methods=["GET"]),
            Route("/health", self._serve(self.health), methods=["GET"]),
        ]
        paths: dict[str, list[str]] = {}
        for route in routes:
            paths.setdefault(route.path, []).extend(sorted((route.methods or set()) - {"HEAD"}))
        others = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
        for path, methods in paths.items():
            rest = [method for method in others if method not in methods]
            routes.append(Route(path, self._refuse(methods), methods=rest))
        return Starlette(routes=routes)

    def _refuse(self, methods: list[str]) -> Callable[[Request], Any]:
        async def refuse(request: Request) -> Response:
            if self.bug("options-crashes", when=request.method == "OPTIONS"):
                return Response("Internal Server Error: options", 500, media_type="text/plain")
            headers = {} if self.bug("no-allow") else {"Allow": ", ".join(methods)}
            return JSONResponse({"detail": "not allowed"}, 405, headers)

        return refuse

    def _serve(
        self, answer: Callable[[Request, bytes], Response | Awaitable[Response]]
    ) -> Callable[[Request], Any]:
        async def serve(request: Request) -> Response:
            body = await request.body()
            try:
                self._crashes_of_url(request)
                answered = answer(request, body)
                return answered if isinstance(answered, Response) else await answered
            except Wrong as wrong:
                if self.bug("error-no-detail", when=wrong.status == 422 and "query" in wrong.what):
                    return JSONResponse({"error": wrong.what}, 422)
                return JSONResponse({"detail": wrong.what}, wrong.status)
            except Crash as crash:
                return Response(f"Internal Server Error: {crash}", 500, media_type="text/plain")

        return serve

    def _crashes_of_url(self, request: Request) -> None:
        names = [name for name, _ in request.query_params.multi_items()]
        single = [
            name for name in names if name in ("limit", "offset", "genre", "sort", "q", "day", "bucket")
        ]
        self.crash("repeated-query-crashes", when=len(single) > len(set(single)))
        self.crash("unknown-query-crashes", when=any(name.startswith("x-") for name in names))
        self.crash("head-crashes", when=request.method == "HEAD")
        self.crash("long-path-crashes", when=len(request.url.path) > 300)
        self.crash("zero-in-path-crashes", when="\0" in request.scope["path"])

    async def _pause(self) -> None:
        await asyncio.sleep(0.002)

    def _store(self, value: dict[str, Any]) -> dict[str, Any]:
        self.last += 1
        self.books[self.last] = {**value, "id": self.last}
        return self.books[self.last]

    def _id(self, request: Request) -> int:
        return whole(request.path_params["id"], "path bookId", least=1)

    def _book(self, request: Request) -> dict[str, Any]:
        number_of = self._id(request)
        if number_of not in self.books:
            raise Wrong("no such book", 404)
        return self.books[number_of]

    def _json(self, request: Request, body: bytes) -> Any:
        kind, parameters, _ = request.headers.get("content-type", "").partition(";")
        known = kind.strip().lower() == "application/json"
        if self.bug("charset-refused", when=known and bool(parameters)):
            raise Wrong("no parameters", 415)
        if self.bug("media-type-case-refused", when=known and kind.strip() != "application/json"):
            raise Wrong("send application/json", 415)
        kind = kind.strip().lower()
        self.crash("wrong-type-crashes", when=kind not in ("application/json", ""))
        if kind != "application/json":
            raise Wrong("send application/json", 415)
        self.crash("empty-body-crashes", when=not body)
        self.crash("deep-json-crashes", when=b"[" * 50 in body or body.count(b'{"') > 100)
        self.crash("whole-number-with-point-crashes", when=re.search(rb": ?\d+\.0[,}]", body) is not None)
        self.crash(
            "large-exponent-crashes", when=re.search(rb": ?-?\d[\d.]*[eE]\+?[1-9]\d", body) is not None
        )
        self.crash("surrogate-crashes", when=re.search(rb"\\ud[89a-f]", body, re.IGNORECASE) is not None)
        self.crash("byte-order-mark-crashes", when=body.startswith(b"\xef\xbb\xbf"))
        try:
            value = json.loads(body, parse_constant=_no_constant, object_pairs_hook=self._pairs)
            json.dumps(value, ensure_ascii=False).encode()
        except RecursionError as error:
            raise Wrong("too deep", 400) from error
        except ValueError as error:
            self.crash("broken-json-crashes", when=bool(body))
            raise Wrong("no JSON", 400) from error
        return value

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self.crash("duplicate-key-crashes", when=len(dict(pairs)) < len(pairs))
        return dict(pairs)

    def _key(self, request: Request) -> None:
        given = request.headers.get("x-api-key")
        if given is None and not self.bug("no-key-accepted"):
            raise Wrong("no key", 401)
        if given is not None and given != KEY and not self.bug("wrong-key-accepted"):
            raise Wrong("wrong key", 401)

    def list_books(self, request: Request, _body: bytes) -> Response:
        query = request.query_params
        self._check_list(query)
        found = list(self.books.values())
        if genre := query.get("genre"):
            found = [it for it in found if it.get("genre") == genre]
        offset, limit = int(query.get("offset", "0")), int(query.get("limit", "100"))
        shown = [dict(it) for it in found[offset : offset + limit]]
        if shown and self.bug("list-null-title", when=len(shown) > 3):
            shown[-1]["title"] = None
        if any("price" in it for it in shown) and self.bug("list-price-as-text"):
            shown = [{**it, "price": str(it["price"])} if "price" in it else it for it in shown]
        if self.bug("total-missing", when=not shown):
            return JSONResponse(shown)
        total = "many" if self.bug("total-no-number", when="sort" in query) else str(len(found))
        return JSONResponse(shown, headers={"X-Total-Count": total})

    def _check_list(self, query: Any) -> None:
        if "limit" in query:
            limit = query["limit"]
            self.crash("limit-no-number-crashes", when=not re.fullmatch(r"-?\d+", limit))
            self.crash("limit-zero-crashes", when=limit == "0")
            most = 10**30 if _large(limit, 100) and self.bug("limit-too-large-accepted") else 100
            whole(limit, "query limit", least=1, most=most)
        if "offset" in query:
            self.crash("offset-large-crashes", when=_large(query["offset"], 2**63 - 1))
            whole(query["offset"], "query offset", least=0, most=1_000_000)
        if "genre" in query:
            genre = query["genre"]
            listed = genre in ("novel", "poetry", "science")
            by_case = genre.lower() in ("novel", "poetry", "science")
            if not listed and not self.bug("genre-case-ignored", when=by_case):
                if not self.bug("genre-unlisted-accepted", when=not by_case):
                    raise Wrong("query genre", 422)
        tags = query.getlist("tag")
        self.crash("tag-empty-crashes", when="" in tags)
        if "" in tags or (len(tags) > 5 and not self.bug("tags-too-many-accepted")):
            raise Wrong("query tag", 422)
        if "sort" in query and not re.fullmatch(r"-?(title|pages)", query["sort"]):
            if not self.bug("sort-pattern-unchecked"):
                raise Wrong("query sort", 422)

    async def add_book(self, request: Request, body: bytes) -> Response:
        self._key(request)
        value = self._json(request, body)
        if isinstance(value, dict):
            author = value.get("author")
            born = author.get("born") if isinstance(author, dict) else None
            too_old = isinstance(born, int) and born < 1000
            if self.bug("failed-creation-stays", when=too_old):
                self._store({"title": "half a book", "pages": 1})
        stored = await self._stored(self._book_body(value))
        headers = {"Location": f"/books/{stored['id']}"}
        if self.bug("location-missing", when=len(stored.get("tags", ())) > 1):
            headers = {}
        status = 200 if self.bug("created-as-200", when="author" in stored) else 201
        return JSONResponse(stored, status, headers)

    async def _stored(self, value: dict[str, Any]) -> dict[str, Any]:
        if "number-given-twice" not in self.defects:
            return self._store(value)
        number_of = self.last + 1
        await self._pause()
        self.bug("number-given-twice", when=number_of in self.books)
        self.last = max(self.last, number_of)
        self.books[number_of] = {**value, "id": number_of}
        return self.books[number_of]

    def _book_body(self, value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            self._crashes_of_book(value)
            forgiven = self._forgiven(value)
            book({**value, **forgiven})
            return {"title": "?", "pages": 1} | {
                key: held for key, held in value.items() if key not in forgiven and key != "id"
            }
        raise Wrong("body: no object", 422)

    def _crashes_of_book(self, value: dict[str, Any]) -> None:
        title = value.get("title")
        if isinstance(title, str) and len(title) <= 80:
            self.crash("title-control-crashes", when=any(ord(it) < 32 for it in title))
            self.crash("title-unicode-crashes", when=any(ord(it) > 0xFFFF for it in title))
        self.crash("title-null-crashes", when="title" in value and title is None)
        pages = value.get("pages")
        self.crash("pages-int32-crashes", when=isinstance(pages, int) and pages > 2**31 - 1)
        self.crash("published-leap-day-crashes", when=str(value.get("published", "")).endswith("-02-29"))
        author = value.get("author")
        if isinstance(author, dict):
            self.crash("author-name-missing-crashes", when="name" not in author)
            self.crash("born-null-crashes", when="born" in author and author["born"] is None)

    def _forgiven(self, value: dict[str, Any]) -> dict[str, Any]:
        """Good values in place of those that a defect lets through."""
        good: dict[str, Any] = {}
        title, pages, price = value.get("title"), value.get("pages"), value.get("price")
        tags, isbn, published = value.get("tags"), value.get("isbn"), value.get("published")
        if "title" not in value and self.bug("title-missing-accepted"):
            good["title"] = "?"
        if title == "" and self.bug("title-empty-accepted"):
            good["title"] = "?"
        if isinstance(title, str) and len(title) > 80 and self.bug("title-long-accepted"):
            good["title"] = "?"
        if pages == 0 and pages is not False and self.bug("pages-zero-accepted"):
            good["pages"] = 1
        if isinstance(pages, int) and 10_000 < pages < 2**31 and self.bug("pages-large-accepted"):
            good["pages"] = 1
        if isinstance(isbn, str) and not re.fullmatch(r"97[89]-\d{10}", isbn) and self.bug("isbn-unchecked"):
            good["isbn"] = "978-0000000000"
        if isinstance(price, int | float) and not isinstance(price, bool) and price < 0:
            if self.bug("price-negative-accepted"):
                good["price"] = 0
        if isinstance(price, str) and self.bug("price-text-accepted"):
            good["price"] = 0
        if isinstance(published, str) and not _is_date(published) and self.bug("published-unchecked"):
            good["published"] = "2000-01-01"
        if isinstance(tags, list) and all(isinstance(it, str) and 0 < len(it) <= 20 for it in tags):
            if len(set(tags)) < len(tags) <= 5 and self.bug("tags-twice-accepted"):
                good["tags"] = []
            if len(tags) > 5 and self.bug("book-tags-too-many-accepted"):
                good["tags"] = []
        known = {"id", "title", "pages", "isbn", "genre", "price", "published", "tags", "author"}
        for name in value.keys() - known:
            if self.bug("unknown-property-accepted"):
                del value[name]
        return good

    def read_book(self, request: Request, _body: bytes) -> Response:
        if self._id(request) not in self.books and self.bug("absent-book-is-200"):
            return JSONResponse({})
        found = self._book(request)
        if self.bug("get-changes"):
            found["pages"] = found["pages"] % 9_000 + 1
        return JSONResponse(found)

    async def replace_book(self, request: Request, body: bytes) -> Response:
        found = self._book(request)
        value = self._book_body(self._json(request, body))
        kept = {key: held for key, held in value.items() if key != "genre"}
        if "genre" in value and self.bug("put-loses-genre"):
            value = kept
        number_of = found["id"]
        whole_one = {**value, "id": number_of}
        if "replacements-mixed" not in self.defects:
            self.books[number_of] = whole_one
            return JSONResponse(whole_one)
        kept = found
        kept.clear()
        for name, held in whole_one.items():
            kept[name] = held
            await self._pause()
        self.bug("replacements-mixed", when=any(kept.get(it) != held for it, held in whole_one.items()))
        return JSONResponse(whole_one)

    async def change_book(self, request: Request, body: bytes) -> Response:
        found = self._book(request)
        value = self._json(request, body)
        self.crash("patch-empty-crashes", when=value == {})
        try:
            patch(value)
        except Wrong:
            if not self.bug(
                "patch-wrong-accepted", when=isinstance(value, dict) and value.keys() == {"pages"}
            ):
                raise
            value = {}
        if self.defects & {"change-lost", "change-of-removed-crashes"}:
            await self._changed(found, value)
        else:
            found.update(value)
        return JSONResponse(found)

    async def _changed(self, found: dict[str, Any], value: dict[str, Any]) -> None:
        """A change that looks at the book, and writes it some time later."""
        before = dict(found)
        await self._pause()
        gone = self.books.get(before["id"]) is not found
        self.crash("change-of-removed-crashes", when=gone and before["id"] not in self.books)
        if self.bug("change-lost", when=found != before and not gone):
            found.clear()
            found.update(before)
        found.update(value)

    async def remove_book(self, request: Request, _body: bytes) -> Response:
        self._key(request)
        number_of = self._id(request)
        self.crash("delete-twice-crashes", when=number_of in self.deleted)
        found = self._book(request)
        if "removed-twice" in self.defects:
            await self._pause()
            if self.bug("removed-twice", when=found["id"] in self.deleted):
                return Response(status_code=204)
        self.deleted.add(found["id"])
        if not self.bug("deleted-stays"):
            self.books.pop(found["id"], None)
        return Response(status_code=204)

    async def lend(self, request: Request, body: bytes) -> Response:
        number_of = self._id(request)
        self.crash("loan-absent-book-crashes", when=number_of not in self.books)
        found = self._book(request)
        value = self._json(request, body)
        if isinstance(value, dict):
            due = str(value.get("due"))
            self.crash("offset-of-time-crashes", when=re.search(r"T.*[+-]\d\d:\d\d$", due) is not None)
            self.crash("leap-second-crashes", when=":60" in due)
            self.crash("loan-due-null-crashes", when="due" in value and value["due"] is None)
            days = value.get("days")
            if days == 0 and days is not False and self.bug("days-zero-accepted"):
                value["days"] = 1
            if isinstance(days, str) and self.bug("days-text-accepted"):
                value["days"] = 1
        loan(value)
        loans = self.loans.setdefault(found["id"], [])
        if "loan-lost" in self.defects:
            mine = [*loans, {**value, "id": len(loans) + 1}]
            await self._pause()
            self.bug("loan-lost", when=self.loans[found["id"]] is not loans)
            self.loans[found["id"]] = mine
            return JSONResponse(mine[-1], 201)
        loans.append({**value, "id": len(loans) + 1})
        return JSONResponse(loans[-1], 201)

    def list_loans(self, request: Request, _body: bytes) -> Response:
        return JSONResponse(self.loans.get(self._book(request)["id"], []))

    def add_member(self, request: Request, body: bytes) -> Response:
        value = self._json(request, body)
        if isinstance(value, dict):
            password, plan = value.get("password"), value.get("plan")
            if isinstance(password, str) and len(password) < 8 and self.bug("password-short-accepted"):
                value["password"] = "x" * 8
            if isinstance(plan, dict):
                paid = plan.get("kind") == "paid"
                self.crash("plan-months-missing-crashes", when=paid and "months" not in plan)
                if plan.get("kind") not in ("free", "paid") and self.bug("plan-unknown-accepted"):
                    value["plan"] = {"kind": "free"}
        member(value)
        self.joined += 1
        name = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.joined}"))
        self.members[name] = value
        answered = {"id": name, "email": value["email"]} | (
            {"plan": value["plan"]} if "plan" in value else {}
        )
        if self.bug("password-leaked"):
            answered["password"] = value["password"]
        return JSONResponse(answered, 201)

    def _shown(self, name: str) -> dict[str, Any]:
        kept = self.members[name]
        return {"id": name} | {key: kept[key] for key in ("email", "plan") if key in kept}

    def _member(self, request: Request) -> str:
        name = request.path_params["id"]
        is_uuid = re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", name) is not None
        self.crash("member-id-no-uuid-crashes", when=not is_uuid)
        if not is_uuid:
            raise Wrong("path id", 422)
        if name.lower() not in self.members:
            raise Wrong("no such member", 404)
        return str(name).lower()

    def read_member(self, request: Request, _body: bytes) -> Response:
        name = self._member(request)
        return JSONResponse(self._shown(name))

    def remove_member(self, request: Request, _body: bytes) -> Response:
        del self.members[self._member(request)]
        return Response(status_code=204)

    async def add_shelf(self, request: Request, body: bytes) -> Response:
        value = keys(self._json(request, body), "shelf", required={"name"}, optional={"floor"})
        text(value["name"], "name", least=1, most=20, pattern="[a-z0-9-]+")
        if "floor" in value:
            integer(value["floor"], "floor", least=0, most=9)
        if value["name"] in self.shelves:
            raise Wrong("there is such a shelf", 409)
        if "shelf-twice" in self.defects:
            await self._pause()
            self.bug("shelf-twice", when=value["name"] in self.shelves)
        self.shelves[value["name"]] = value
        return JSONResponse(value, 201)

    def _shelf(self, request: Request) -> dict[str, Any]:
        name = request.path_params["name"]
        text(name, "path name", least=1, most=20, pattern="[a-z0-9-]+")
        if name not in self.shelves:
            raise Wrong("no such shelf", 404)
        return self.shelves[name]

    def read_shelf(self, request: Request, _body: bytes) -> Response:
        return JSONResponse(self._shelf(request))

    def remove_shelf(self, request: Request, _body: bytes) -> Response:
        del self.shelves[self._shelf(request)["name"]]
        return Response(status_code=204)

    def search(self, request: Request, _body: bytes) -> Response:
        query = request.query_params
        session = request.cookies.get("session")
        if session is None and not self.bug("session-missing-accepted"):
            raise Wrong("cookie session", 422)
        if session is not None and not re.fullmatch("[a-z0-9]{4,16}", session):
            if not self.bug("session-unchecked"):
                raise Wrong("cookie session", 422)
        q = query.get("q")
        if q is None:
            raise Wrong("query q", 422)
        self.crash("q-quote-crashes", when="'" in q)
        if (q == "" and not self.bug("q-empty-accepted")) or (
            len(q) > 50 and not self.bug("q-long-accepted")
        ):
            raise Wrong("query q", 422)
        for key in query:
            if key.startswith("filter[") and key not in ("filter[year]", "filter[lang]"):
                raise Wrong(f"query {key}", 422)
        if "filter" in query:
            raise Wrong("query filter", 422)
        if "filter[year]" in query:
            try:
                whole(query["filter[year]"], "query year", least=1450, most=2100)
            except Wrong:
                if not self.bug("year-unchecked"):
                    raise
        if "filter[lang]" in query and query["filter[lang]"] not in ("en", "de", "cs"):
            self.crash("lang-unlisted-crashes", when=True)
            raise Wrong("query lang", 422)
        if "x-page" in request.headers:
            self.crash("page-zero-crashes", when=request.headers["x-page"] == "0")
            whole(request.headers["x-page"], "header X-Page", least=1)
        return JSONResponse([it["title"] for it in self.books.values() if q in it["title"]])

    def feedback(self, request: Request, body: bytes) -> Response:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            raise Wrong("send a form", 415)
        fields = feedback.fields(body)
        self.crash("rating-missing-crashes", when="rating" not in fields)
        self.crash("comment-long-crashes", when=len(fields.get("comment", "")) > 200)
        if fields.get("rating") == "6" and self.bug("rating-six-accepted"):
            fields["rating"] = "5"
        feedback(fields)
        return Response(status_code=204)

    def stats(self, request: Request, _body: bytes) -> Response:
        query = request.query_params
        answered: dict[str, Any] = {"books": len(self.books), "loans": sum(map(len, self.loans.values()))}
        if "day" in query:
            self.crash("stats-day-crashes", when=not _is_date(query["day"]))
            text(query["day"], "query day")
            if not _is_date(query["day"]):
                raise Wrong("query day", 422)
            answered["day"] = query["day"]
        if "bucket" in query:
            bucket = number(query["bucket"], "query bucket", above=0, most=24)
            if bucket % 0.5 and not self.bug("bucket-no-multiple-accepted"):
                raise Wrong("query bucket", 422)
        if self.bug("stats-loans-missing", when="bucket" in query and "day" in query):
            del answered["loans"]
        if self.bug("stats-wrong-type", when="day" in query):
            return Response(json.dumps(answered), media_type="text/plain")
        return JSONResponse(answered)

    def health(self, _request: Request, _body: bytes) -> Response:
        return JSONResponse({"ok": not self.bug("health-false")})


def _no_constant(word: str) -> Any:
    raise ValueError(word)


def _large(digits: str, most: int) -> bool:
    return re.fullmatch(r"\d+", digits) is not None and int(digits) > most


def _is_date(given: str) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", given) is not None and bool(date.fromisoformat(given))
    except ValueError:
        return False
