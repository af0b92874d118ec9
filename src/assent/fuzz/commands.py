"""The commands that show a finding again: curl, Python with httpx, and a whole test."""

from __future__ import annotations

import json
import shlex
from typing import Final

from assent.wire import Exchange, Request
from assent.wire.message import exchange_json

_WITH_LENGTH: Final = frozenset({"POST", "PUT", "PATCH"})


def curl_line(request: Request) -> str:
    """A curl command that sends the same bytes. Secrets are already hidden in the request."""
    return " ".join(map(quoted, curl_words(request)))


def quoted(word: str) -> str:
    """The word for bash; one in `$'…'` already is."""
    return word if word.startswith("$'") else shlex.quote(word)


def curl_words(request: Request) -> list[str]:
    """The words of that command, not yet quoted but for bodies that bash has to be told octet by octet."""
    # With -X HEAD curl would wait for a body.
    if request.method == "HEAD" and not request.body:
        words = ["curl", "-sS", "-I", "--path-as-is"]
    else:
        words = ["curl", "-sS", "-i", "--path-as-is", "-X", request.method]
    for name, value in request.headers:
        words += ["-H", f"{name}: {value}" if value else f"{name};"]
    if request.body:
        if request.header("content-type") is None:
            words += ["-H", "Content-Type:"]
        words += ["--data-binary", _body_word(request.body)]
    elif request.method in _WITH_LENGTH and request.header("content-length") is None:
        words += ["-H", "Content-Length: 0"]  # as it was sent; curl would not say it (RFC 9110 §8.6)
    return [*words, request.url]


def python_line(request: Request) -> str:
    """A Python statement with httpx that sends the same."""
    arguments = [repr(request.method), repr(request.url)]
    if request.headers:
        arguments.append(f"headers={list(request.headers)!r}")
    if request.body:
        arguments.append(f"content={request.body!r}")
    return f"httpx.request({', '.join(arguments)})"


def replay_line(exchange: Exchange, *, description: str, base: str) -> str:
    """A command that judges the exchange again without a network; `base` is the provider's base path."""
    text = json.dumps(exchange_json(exchange), ensure_ascii=True, separators=(",", ":"))
    words = ["assent", "replay", description, "-", "--base-path", base or "/"]
    return f"printf '%s' {shlex.quote(text)} | {shlex.join(words)}"


def _body_word(body: bytes) -> str:
    """The bytes as text where they are plain, else as a word of bash in `$'…'`."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and text.isprintable() and not text.startswith(("@", "$'")):
        return text
    return "$'" + "".join(_shell_octet(octet) for octet in body) + "'"


def _shell_octet(octet: int) -> str:
    char = chr(octet)
    return char if (char.isalnum() and octet < 128) or char in " {}[]:,." else f"\\x{octet:02x}"
