"""Values that look like what members' names promise: a `city` is a city. Only where the schema takes them.

The words are this module's own; nothing is looked up, so the same chance gives the same words everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from random import Random

from assent.json import Json, Pointer

_FIRST = ("Ada", "Grace", "Alan", "Edsger", "Barbara", "Katherine", "Dennis", "Radia", "Tim", "Margaret")
_LAST = ("Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Johnson", "Ritchie", "Perlman", "Berners-Lee")
_CITY = ("Lisbon", "Kyoto", "Nairobi", "Oslo", "Quito", "Montreal", "Leipzig", "Wellington", "Jaipur")
_COUNTRY = ("Portugal", "Japan", "Kenya", "Norway", "Ecuador", "Canada", "Germany", "New Zealand", "India")
_STREET = ("12 Harbour Street", "7 Mill Lane", "221 Station Road", "3 Orchard Close", "48 Bridge Street")
_COMPANY = ("Northwind Traders", "Acme Tools", "Blue Heron Books", "Larch & Sons", "Quarry Software")
_WORDS = (
    "river",
    "lantern",
    "copper",
    "meadow",
    "harbour",
    "violet",
    "granite",
    "orchard",
    "winter",
    "signal",
)
_SENTENCES = (
    "Made by hand in small batches.",
    "Arrives within three working days.",
    "The second edition, with corrections.",
    "Please ring twice and wait.",
    "Nothing has changed since last week.",
)

_BY_NAME: Mapping[str, tuple[str, ...]] = {
    "firstname": _FIRST,
    "givenname": _FIRST,
    "lastname": _LAST,
    "surname": _LAST,
    "familyname": _LAST,
    "name": tuple(f"{first} {last}" for first, last in zip(_FIRST, _LAST, strict=False)),
    "fullname": tuple(f"{first} {last}" for first, last in zip(_FIRST, _LAST, strict=False)),
    "displayname": _FIRST,
    "username": tuple(first.lower() for first in _FIRST),
    "login": tuple(first.lower() for first in _FIRST),
    "nickname": tuple(first.lower() for first in _FIRST),
    "email": tuple(f"{first.lower()}@example.com" for first in _FIRST),
    "phone": ("+1 555 0100", "+1 555 0123", "+1 555 0142", "+1 555 0199"),
    "city": _CITY,
    "town": _CITY,
    "country": _COUNTRY,
    "countrycode": ("PT", "JP", "KE", "NO", "EC", "CA", "DE", "NZ", "IN"),
    "street": _STREET,
    "address": _STREET,
    "zip": ("10115", "04109", "98101", "60601"),
    "zipcode": ("10115", "04109", "98101", "60601"),
    "postcode": ("10115", "04109", "98101", "60601"),
    "company": _COMPANY,
    "organization": _COMPANY,
    "organisation": _COMPANY,
    "currency": ("EUR", "USD", "JPY", "GBP"),
    "language": ("en", "de", "pt", "ja"),
    "locale": ("en-GB", "de-DE", "pt-PT", "ja-JP"),
    "timezone": ("Europe/Lisbon", "Asia/Tokyo", "Africa/Nairobi", "America/Toronto"),
    "color": ("teal", "amber", "indigo", "crimson"),
    "colour": ("teal", "amber", "indigo", "crimson"),
    "url": tuple(f"https://example.com/{word}" for word in _WORDS),
    "website": tuple(f"https://{word}.example.com/" for word in _WORDS),
    "ip": ("192.0.2.1", "198.51.100.7", "203.0.113.42"),
    "title": tuple(f"The {word} {other}" for word, other in zip(_WORDS, _WORDS[3:], strict=False)),
    "description": _SENTENCES,
    "summary": _SENTENCES,
    "message": _SENTENCES,
    "comment": _SENTENCES,
    "tag": _WORDS,
    "label": _WORDS,
}
_ENDINGS = (
    "email",
    "phone",
    "city",
    "country",
    "url",
    "firstname",
    "lastname",
    "username",
    "description",
    "title",
)
_RANDOM = re.compile(r"[a-z]{1,24}")


def realistic(value: Json, random: Random, accepts: Callable[[Json], bool]) -> Json:
    """The value with likely texts in place of random letters, as far as it stays valid."""
    sites = list(_sites(value, ""))
    chosen = [(pointer, random.choice(_words(name))) for pointer, name in sites]
    together = value
    for pointer, text in chosen:
        together = _with(together, pointer, text)
    if accepts(together):
        return together
    for pointer, text in chosen:
        candidate = _with(value, pointer, text)
        if accepts(candidate):
            value = candidate
    return value


def _words(name: str) -> tuple[str, ...]:
    plain = re.sub(r"[^a-z]", "", name.lower())
    if plain in _BY_NAME:
        return _BY_NAME[plain]
    return next((_BY_NAME[ending] for ending in _ENDINGS if plain.endswith(ending)), _WORDS)


def _sites(value: Json, name: str, at: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """Where random letters stand, and the name of the member they are in."""
    match value:
        case str() if _RANDOM.fullmatch(value):
            yield at, name
        case dict():
            for key, member in value.items():
                yield from _sites(member, key, (*at, key))
        case list():
            for index, item in enumerate(value):
                yield from _sites(item, name, (*at, str(index)))


def _with(value: Json, at: Pointer, text: str) -> Json:
    if not at:
        return text
    head, rest = at[0], at[1:]
    match value:
        case dict():
            return {**value, head: _with(value[head], rest, text)}
        case list():
            index = int(head)
            return [*value[:index], _with(value[index], rest, text), *value[index + 1 :]]
        case _:
            return value
