"""A witness as lines of text: the messages as they travel, with the offending place marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

import msgspec

from assent.findings import Because, Finding, OperationPlace, Witness
from assent.json import Json, Pointer, spelled_alike
from assent.records import dataclass, replace
from assent.render.words import one_line, printable
from assent.spared import json
from assent.wire import Headers, Request, Response

LONGEST_LINE = 400
MOST_LINES = 120
SHORT = 72
DEEPEST = 60
BEGIN_JSON = tuple('{["-0123456789')
"""How JSON begins that msgspec may not read; its words it always reads."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a message. From column `start` to `end`, counted from 0, it is what is refused; `why` says why."""

    text: str
    start: int = 0
    end: int = 0
    why: str = ""


def window(line: Line, width: int) -> Line:
    """The line, one that is marked cut to the width in such a way that the mark can be seen."""
    if not line.why or len(line.text) <= width:
        return line
    begin = 0 if line.end < width else max(0, min(line.start - width // 3, len(line.text) - width + 2))
    text = line.text[begin : begin + width - 2]
    text = ("…" if begin else "") + text + ("…" if begin + width - 2 < len(line.text) else "")
    shift = begin - bool(begin)
    return Line(text, line.start - shift, min(line.end - shift, len(text)), line.why)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a witness under its title (`request`, `response`, `value`)."""

    title: str
    lines: tuple[Line, ...]


def messages(finding: Finding) -> list[Message]:
    """The witness of a finding, message by message, in the order they travel."""
    witness = finding.witness
    if witness is None:
        return []
    if not witness.because:
        witness = replace(witness, because=(Because(keyword=finding.rule.title),))
    place = finding.operations[0] if finding.operations else OperationPlace("", "")
    shown = []
    for number, step in enumerate(witness.steps, 1):
        shown.append(Message(f"step {number}, request", _request(step.request, witness, place, marked=False)))
        if step.response:
            shown.append(
                Message(f"step {number}, response", _response(step.response, witness, "", marked=False))
            )
    answers = place.place.startswith("status") or (
        finding.side == "response" and witness.response is not None
    )
    if witness.request:
        shown.append(Message("request", _request(witness.request, witness, place, marked=not answers)))
    if witness.response:
        shown.append(Message("response", _response(witness.response, witness, place.place, marked=answers)))
    if not shown:
        shown.append(Message("value", _clipped(_json_lines(witness.value, witness.because))))
    return shown


def told(witness: Witness) -> str:
    """Who takes the witness and who refuses it, as in `accepted by old, refused by new`; or that nobody does."""
    if witness.accepted_by and not witness.refused_by:
        return "accepted by both, understood differently"
    parts = [f"accepted by {witness.accepted_by}"] if witness.accepted_by else []
    parts += [f"refused by {witness.refused_by}"] if witness.refused_by else []
    return ", ".join(parts)


def reason(because: Because) -> str:
    """Why a keyword refuses, in a few words: its message after its name, once."""
    return one_line(f"{because.keyword}: {because.message}" if because.message else because.keyword)


def _request(request: Request, witness: Witness, place: OperationPlace, *, marked: bool) -> tuple[Line, ...]:
    kind, _, name = place.place.partition(" ")
    start = Line(printable(f"{request.method} {request.url}"))
    in_body = marked and kind == "body"
    why = _reasons(witness.because)
    if marked and kind in ("query", "path", ""):
        start = _marked_target(start, kind, name, place.path, why)
    lines = [start, *_headers(request.headers)]
    if marked and kind in ("header", "cookie", "security"):
        lines = _marked_header(lines, "cookie" if kind == "cookie" else name, why)
    return tuple(lines) + _body(request.body, request.header("content-type"), witness, marked=in_body)


def _response(response: Response, witness: Witness, place: str, *, marked: bool) -> tuple[Line, ...]:
    _, _, rest = place.partition(" ")
    _, _, rest = rest.partition(" ")
    kind, _, name = rest.partition(" ")
    why = _reasons(witness.because)
    lines = [Line(_status(response.status)), *_headers(response.headers)]
    if marked and kind == "header":
        lines = _marked_header(lines, name, why)
    elif marked and kind != "body":
        lines[0] = Line(lines[0].text, 0, len(lines[0].text), why)
    return tuple(lines) + _body(
        response.body, response.header("content-type"), witness, marked=marked and kind == "body"
    )


def _status(status: int) -> str:
    """The status with its phrase, where it is registered."""
    from http import HTTPStatus  # its twin tables of phrases take as long to make as most reports

    return f"{status} {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else str(status)


def _headers(headers: Headers) -> list[Line]:
    return [Line(printable(f"{name}: {value}")) for name, value in headers]


def _marked_target(line: Line, kind: str, name: str, template: str, why: str) -> Line:
    """The request line with the parameter marked; the whole of it where the parameter is missing."""
    text = line.text
    begin = text.find(" ") + 1
    if kind == "query":
        begin_query = text.find("?", begin)
        for spelling in (name, quote(name, safe="")):
            for opener in ("?", "&"):
                at = text.find(f"{opener}{spelling}", begin_query) if begin_query >= 0 else -1
                if at >= 0 and text[at + 1 + len(spelling) :][:1] in ("=", "&", "", "["):
                    end = text.find("&", at + 1)
                    return Line(text, at + 1, end if end >= 0 else len(text), why)
    if kind == "path":
        found = _path_segment(text, begin, name, template)
        if found:
            return Line(text, *found, why)
    return Line(text, begin, len(text), why)


def _path_segment(text: str, begin: int, name: str, template: str) -> tuple[int, int] | None:
    """Columns of the segment that stands for the path parameter, counted from the end of the path."""
    segments = template.split("/")
    from_end = next((i for i, it in enumerate(reversed(segments)) if f"{{{name}}}" in it), None)
    if from_end is None:
        return None
    stop = text.find("?", begin)
    path_end = stop if stop >= 0 else len(text)
    parts = text[begin:path_end].split("/")
    if from_end >= len(parts):
        return None
    length = sum(len(part) + 1 for part in parts[: len(parts) - from_end - 1])
    return begin + length, begin + length + len(parts[len(parts) - from_end - 1])


def _marked_header(lines: Sequence[Line], name: str, why: str) -> list[Line]:
    """The lines with the header field marked; the first line where it is missing."""
    wanted = f"{name.lower()}:"
    for number, line in enumerate(lines[1:], 1):
        if line.text.lower().startswith(wanted):
            return [*lines[:number], Line(line.text, 0, len(line.text), why), *lines[number + 1 :]]
    return [Line(lines[0].text, 0, len(lines[0].text), why), *lines[1:]]


def _body(body: bytes, content_type: str | None, witness: Witness, *, marked: bool) -> tuple[Line, ...]:
    if not body:
        return (Line(""), Line("(no body)", 0, 9, _reasons(witness.because))) if marked else ()
    because = witness.because if marked else ()
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        note = f"({len(body):,} bytes{f' of {content_type}' if content_type else ''})"
        return (Line(""), Line(note, 0, len(note), _reasons(because)) if marked else Line(note))
    try:
        value = _read(text)
    except (ValueError, RecursionError):
        lines = [Line(printable(line)) for line in text.splitlines()]
        if marked and lines:
            lines[0] = Line(lines[0].text, 0, len(lines[0].text), _reasons(because))
        return (Line(""), *_clipped(lines))
    return (Line(""), *_clipped(_json_lines(value, because)))


def _read(text: str) -> Json:
    """The value of a JSON text. Raises: ValueError if it is none, RecursionError if it is nested too deep."""
    value: Json
    try:
        value = msgspec.json.decode(text)
    except msgspec.DecodeError:  # it takes no half characters, and no numbers that are too large
        if not text.lstrip().startswith(BEGIN_JSON):
            raise
        value = json.loads(text)
    return value


def _reasons(because: Sequence[Because]) -> str:
    return "; ".join(dict.fromkeys(reason(it) for it in because))


def _clipped(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, long ones cut and long runs of unmarked ones left out, which is said."""
    kept: list[Line] = []
    left_out = 0
    near = {near for at, line in enumerate(lines) if line.why for near in range(at - 6, at + 7)}
    for number, line in enumerate(lines):
        if (
            len(lines) > MOST_LINES
            and number >= MOST_LINES // 2
            and number not in near
            and number < len(lines) - 6
        ):
            left_out += 1
            continue
        if left_out:
            kept.append(Line(f"… {left_out:,} lines left out"))
            left_out = 0
        kept.append(_cut(line))
    return tuple(kept)


def _cut(line: Line) -> Line:
    if len(line.text) <= LONGEST_LINE:
        return line
    text = f"{line.text[:LONGEST_LINE]}… ({len(line.text):,} characters)"
    return replace(line, text=text, start=min(line.start, LONGEST_LINE), end=min(line.end, len(text)))


def _json_lines(value: Json, because: Sequence[Because]) -> list[Line]:
    """The value as indented JSON, each refused part marked where it begins."""
    refused: dict[Pointer, str] = {}
    for it in because:
        pointer = _nearest(value, it.value_pointer)
        refused[pointer] = "; ".join(filter(None, (refused.get(pointer), reason(it))))
    return list(_written(value, (), "", "", refused))


def _nearest(value: Json, pointer: Pointer) -> Pointer:
    """The pointer, cut where the value has nothing further there."""
    for depth, token in enumerate(pointer):
        match value:
            case dict() if token in value:
                value = value[token]
            case list() if token.isascii() and token.isdigit() and int(token) < len(value):
                value = value[int(token)]
            case _:
                return pointer[:depth]
    return pointer


def _written(value: Json, at: Pointer, name: str, comma: str, refused: dict[Pointer, str]) -> Iterator[Line]:
    """The lines of a value, indented by its depth; `name` stands before it and `comma` behind."""
    indent = "  " * len(at)
    head = indent + name
    inside = any(len(pointer) > len(at) and pointer[: len(at)] == at for pointer in refused)
    short = _short(value)
    if short is not None and not inside:
        yield _line(head, short, comma, refused.get(at, ""))
        return
    match value:
        case dict() if len(at) < DEEPEST:
            parts = [(key, f"{_scalar(key)}: ", item) for key, item in value.items()]
            opening, closing = "{", "}"
        case list() if len(at) < DEEPEST:
            parts = [(str(index), "", item) for index, item in enumerate(value)]
            opening, closing = "[", "]"
        case _:
            yield _line(head, "…", comma, refused.get(at, ""))
            return
    yield _line(head, opening, "", refused.get(at, ""))
    for number, (key, label, item) in enumerate(parts, 1):
        behind = "," if number < len(parts) else ""
        yield from _written(item, (*at, key), label, behind, refused)
    yield Line(f"{indent}{closing}{comma}")


def _line(head: str, text: str, comma: str, why: str) -> Line:
    if not why:
        return Line(head + text + comma)
    return Line(head + text + comma, len(head), len(head) + len(text), why)


def _short(value: Json) -> str | None:
    """The value on one line if it is a scalar, empty, or a short array of scalars."""
    match value:
        case dict():
            return None if value else "{}"
        case list():
            if any(isinstance(item, dict | list) for item in value):
                return None
            text = f"[{', '.join(_scalar(item) for item in value[:SHORT])}]"
            return text if len(text) <= SHORT and len(value) <= SHORT else None
        case _:
            return _scalar(value)


def _scalar(value: Json) -> str:
    text = spelled_alike(value)
    return printable(json.dumps(value, ensure_ascii=False) if text is None else text.decode())
