"""Whether a body just written is valid, without reading the whole of it back.

The judge looks at the first answer of each form: the same operation, status, headers, media type, and the same
members, items and kinds of scalars in the value. Of the next one of that form, whose scalars are of the kinds that
travel alike, only the value can be wrong, and that is asked of its schema's compiled validator every time.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assent.api.model import MediaType
from assent.api.sides import Side
from assent.json import Json
from assent.judge.subject import Subject
from assent.schema.violations import accepts
from assent.serve.compose import Made
from assent.serve.provider import MOST_PROVED, Mock
from assent.wire import Response
from assent.wire.jsontext import read_json
from assent.wire.media import parse_media_type

ALIKE = re.compile(r"[A-Za-z](?:[\w .,:/@+-]*[\w.])?", re.ASCII)
"""Texts that every media type carries alike: nothing to escape, to trim, or to take for a number."""

WORDS = frozenset({"true", "false", "null", "nan", "inf", "infinity"})
"""Texts that may be read as something else."""

MOST_EXACT = 2**63
"""Whole numbers below it are written alike and read back alike."""

MOST_SAID = 64
"""Scalars beyond which a form would be longer than what it saves."""


def valid(
    answer: Response,
    *,
    provider: Mock,
    subject: Subject,
    media: MediaType,
    made: Made,
    judge: Callable[[Response], bool],
) -> bool:
    """Whether the answer with that body is; `judge` tells it of the whole, which is asked once for each form."""
    assert subject.plan is not None
    check = subject.plan.media(Side.RESPONSE, media).check
    described = subject.plan.response(answer.status)
    form = None
    if not (described is None or described.links or check.marks or check.undecided or media.item_schema):
        form = _form(made)
    if form is None:
        return judge(answer)
    key = subject.plan.operation.key, subject.request.method, answer.status, answer.headers, form
    known = provider.forms.get(key)
    if known is None:
        known = judge(answer)
        if len(provider.forms) >= MOST_PROVED:
            provider.forms.clear()
        provider.forms[key] = known
        return known
    return known and (check.schema is None or accepts(check.schema, made.value))


def _form(made: Made) -> object:
    """What of the body says how it is read; None where nothing less than its bytes does."""
    kind = parse_media_type(made.content_type)
    if kind is None:
        return None
    if kind.is_json:
        read = read_json(made.body)
        return "json" if isinstance(read, list) and read == [made.value] else None
    if not kind.is_xml:
        return None
    said: list[object] = [made.content_type]
    return tuple(said) if _alike(made.value, said) else None


def _alike(value: Json, said: list[object]) -> bool:
    """Whether the value's scalars all travel alike; `said` becomes its form."""
    if len(said) > MOST_SAID:
        return False
    match value:
        case str():
            if not value or (ALIKE.fullmatch(value) and value.lower() not in WORDS):
                said.append("s" if value else "")
                return True
            return False
        case bool() | None:
            said.append(value)
            return True
        case int():
            said.append("i")
            return -MOST_EXACT < value < MOST_EXACT
        case float():
            return False
        case list():
            said.append(len(value))
            return all(_alike(item, said) for item in value)
        case dict():
            said.append(tuple(value))
            return all(_alike(member, said) for member in value.values())
