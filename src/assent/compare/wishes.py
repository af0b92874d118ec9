"""What a sample of a request has to show."""

from __future__ import annotations

from typing import Final

from assent.api import ParameterKey, SecurityRequirement
from assent.json import Json
from assent.records import dataclass, field

UNSET: Final[object] = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a sample has to show. Without wishes it is the smallest that the description allows.

    `parameters` are carried although optional, `empty` is carried as its bare name, `values` are values that
    parameters have, `body` asks for a body although optional, `value` is the body's JSON (`UNSET` for any),
    `media` its type, which where it is a range is shown by a type that none of `unlike` covers, `filled` a field that the
    form has although optional, `security` the credentials.
    """

    parameters: frozenset[ParameterKey] = frozenset()
    empty: ParameterKey | None = None
    values: dict[ParameterKey, Json] = field(default_factory=dict)
    media: str = ""
    unlike: tuple[str, ...] = ()
    filled: str = ""
    body: bool = False
    value: object = UNSET
    security: SecurityRequirement | None = None
