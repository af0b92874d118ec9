"""Text from elsewhere made safe to stand in Markdown."""

from __future__ import annotations

from assent.render.words import one_line
from assent.spared import regex

_SPECIAL = regex(r"[\\`*\[\]<>&|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|^[-+#=]|^\d+(?=[.)])")
_ACTED_ON = regex(r"@|#(?=\d)|\bGH-(?=\d)|:(?=//)|\bwww(?=\.)")
_RUN = regex("`+")


def fenced(text: str, language: str = "") -> str:
    """The text as a code block, its fence longer than any in the text."""
    longest = max((len(run) for run in _RUN.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def escaped(text: str) -> str:
    """The text on one line with nothing in it that Markdown, HTML or GitHub would act on.

    Words between backticks stay code. A mention, a reference or a link is broken by an invisible word joiner.
    """
    parts = one_line(text).split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = ["`".join(parts[-2:])]
    return "".join(code(part) if number % 2 else _plain(part) for number, part in enumerate(parts))


def code(text: str) -> str:
    """The text as inline code."""
    return f"<code>{_plain(one_line(text))}</code>" if text else ""


def _plain(text: str) -> str:
    """The text with entities, which mean the same inside a block of HTML as outside."""
    words = _ACTED_ON.sub(lambda found: f"{found[0]}\u2060", text)
    return _SPECIAL.sub(lambda found: "".join(f"&#{ord(it)};" for it in found[0]), words)
