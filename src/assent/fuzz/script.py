"""The steps of a finding as commands for bash: what was made anew has other ids than then, and they are put in place."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from assent.fuzz.commands import curl_words, quoted
from assent.json import Json, canonical
from assent.wire import Exchange, Request
from assent.wire.jsontext import read_json

DISTINCT: Final = 8
"""Characters from which on a text in a query or a body counts as the name of a thing that was made."""
DEEPEST: Final = 3
"""Objects inside one another that are searched for names."""
_END_OF_LOCATION: Final = "sed 's,[/[:space:]]*$,,; s,.*/,,'"


def shell_script(steps: Sequence[Exchange], request: Request, *, at_once: Sequence[int] = ()) -> str:
    """Commands that send the steps and then the request, one a line, with what the steps' answers name put in place.

    The steps whose numbers, from 0, are `at_once` run beside one another. They need bash and curl, and jq where a name
    is taken from a body.
    """
    known: dict[str, str] = {}
    lines: list[str] = []
    later = [step.request for step in steps[1:]] + [request]
    for number, step in enumerate(steps):
        if number in at_once:
            lines.append(" ".join([*_words(step.request, known), "&"]))
            lines += ["wait"] if number + 1 not in at_once else []
            continue
        used = _used(step, later[number:], known)
        lines += _step_lines(step, known, used, number + 1)
        known |= {value: name for value, (name, _) in _named(used, number + 1).items()}
    return "\n".join([*lines, " ".join(_words(request, known))])


def _step_lines(
    step: Exchange, known: Mapping[str, str], used: Mapping[str, str], number: int
) -> Iterator[str]:
    words = _words(step.request, known)
    if not used:
        yield " ".join(words)
        return
    quiet = [word for word in words if word != "-i"]
    named = list(_named(used, number).values())
    if len(named) == 1:
        name, way = named[0]
        if way:
            yield f"{name}=$({' '.join(quiet)} | jq -r {shlex.quote(way)})"
        else:
            where = ["-o", "/dev/null", "-w", "'%header{location}'"]
            yield f"{name}=$({' '.join([quiet[0], *where, *quiet[1:]])} | {_END_OF_LOCATION})"
        return
    yield f"answer{number}=$({' '.join(quiet)})"
    for name, way in named:
        yield f"{name}=$(printf '%s' \"$answer{number}\" | jq -r {shlex.quote(way)})"


def _named(used: Mapping[str, str], number: int) -> dict[str, tuple[str, str]]:
    """For each value its variable, and jq's way to it."""
    several = len(used) > 1
    return {
        value: (f"id{number}" + (f"_{place}" if several else ""), way)
        for place, (value, way) in enumerate(used.items(), 1)
    }


def _used(step: Exchange, later: Sequence[Request], known: Mapping[str, str]) -> dict[str, str]:
    """What the step's answer names and later requests say: jq's way to each; an empty one for Location's end."""
    if step.response is None or not 200 <= step.response.status < 400:
        return {}
    chosen = _read(step.request.body)
    ways: dict[str, str] = {}
    for value, way in sorted(_names(_read(step.response.body), chosen), key=lambda it: not _is_id(it[1])):
        ways.setdefault(value, way)
    own = _segments(step.request)
    used = {
        value: way
        for value, way in ways.items()
        if value not in known and value not in own and any(_says(request, value) for request in later)
    }
    location = step.response.header("location")
    if location and not used:
        end = unquote(urlsplit(location).path.rstrip("/").rpartition("/")[2])
        told = canonical(chosen).decode("utf-8", "replace") if chosen is not None else ""
        fresh = end not in known and end not in own and f'"{end}"' not in told
        if end and fresh and any(end in _segments(request) for request in later):
            used[end] = ""
    return used


def _read(body: bytes) -> Json:
    values = read_json(body)
    return values[0] if isinstance(values, list) else None


def _names(value: Json, chosen: Json, way: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Texts and integers of the answer that the request did not choose itself, with jq's way to each."""
    if not isinstance(value, dict) or depth > DEEPEST:
        return
    for name, held in value.items():
        sent = chosen.get(name) if isinstance(chosen, dict) else None
        here = f"{way}.{name}" if re.fullmatch(r"[A-Za-z_]\w*", name) else f"{way or '.'}[{_quoted(name)}]"
        if isinstance(held, dict):
            yield from _names(held, sent, here, depth + 1)
        elif isinstance(held, str | int) and not isinstance(held, bool) and held not in ("", sent):
            yield str(held), here


def _quoted(name: str) -> str:
    return canonical(name).decode()


def _is_id(way: str) -> bool:
    return way.lower().rstrip('"]').endswith("id")


def _segments(request: Request) -> list[str]:
    return [unquote(part) for part in urlsplit(request.url).path.split("/") if part]


def _says(request: Request, value: str) -> bool:
    """Whether the request says the value where it would be put in place."""
    if not re.fullmatch(r"[\w.~-]+", value, re.ASCII):
        return False
    return any(marked for _, marked in _parts(request.url, request.body, {value: ""}))


def _parts(url: str, body: bytes, known: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    yield from _split(url, _in_url(known))
    text = body.decode("utf-8", "replace")
    if text.isprintable():
        yield from _split(text, _in_body(known))


def _in_url(known: Mapping[str, str]) -> str:
    """A pattern for the values as whole segments of a path, and distinct ones as values in a query."""
    segments = [f"(?<=/){re.escape(quote(value, safe=''))}(?=[/?]|$)" for value in known]
    queries = [f"(?<==){re.escape(value)}(?=&|$)" for value in known if len(value) >= DISTINCT]
    return "|".join([*segments, *queries])


def _in_body(known: Mapping[str, str]) -> str:
    """A pattern for the distinct values as whole texts in JSON."""
    return "|".join(f'(?<="){re.escape(value)}(?=")' for value in known if len(value) >= DISTINCT)


def _split(text: str, pattern: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and whether each is a name to be replaced."""
    if not pattern:
        yield text, False
        return
    for number, piece in enumerate(re.split(f"({pattern})", text)):
        if piece:
            yield piece, number % 2 == 1


def _words(request: Request, known: Mapping[str, str]) -> list[str]:
    """The words of a curl command with variables in place of what is known by other names now."""
    replaced = {request.url: _word(request.url, _in_url(known), known)}
    body = request.body.decode("utf-8", "replace")
    if body and body.isprintable() and not body.startswith("@"):
        replaced[body] = _word(body, _in_body(known), known)
    return [replaced.get(word) or quoted(word) for word in curl_words(request)]


def _word(text: str, pattern: str, known: Mapping[str, str]) -> str:
    return "".join(
        f'"${known[unquote(piece)]}"' if marked else shlex.quote(piece)
        for piece, marked in _split(text, pattern)
    )
