"""Values that look like what members' names promise: a `city` is a city. Only where the schema takes them.

The texts are Faker's, drawn once for each kind and always the same, so that the same chance gives the same texts.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

from assent.json import Json, Pointer
from assent.schema.formats import format_named
from assent.schema.values import given_values
from assent.serve.halving import with_most
from assent.wire.views import View

if TYPE_CHECKING:  # takes a tenth of a second to import, for dynamic answers only
    from faker import Faker

TEXTS = 64
"""Texts of each kind; chance picks among those that are not too long or too short."""

_KINDS: Mapping[str, Callable[[Faker], str]] = {
    "first name": lambda fake: fake.first_name(),
    "last name": lambda fake: fake.last_name(),
    "name": lambda fake: fake.name(),
    "login": lambda fake: fake.user_name(),
    "email": lambda fake: fake.ascii_safe_email(),
    "phone": lambda fake: fake.phone_number(),
    "city": lambda fake: fake.city(),
    "state": lambda fake: fake.state(),
    "country": lambda fake: fake.country(),
    "country code": lambda fake: fake.country_code(),
    "street": lambda fake: fake.street_address(),
    "postcode": lambda fake: fake.postcode(),
    "company": lambda fake: fake.company(),
    "job": lambda fake: fake.job(),
    "currency": lambda fake: fake.currency_code(),
    "language": lambda fake: fake.language_code(),
    "locale": lambda fake: fake.locale().replace("_", "-"),
    "time zone": lambda fake: fake.timezone(),
    "colour": lambda fake: fake.color_name(),
    "url": lambda fake: f"https://{fake.safe_domain_name()}/{fake.uri_path()}",
    "host": lambda fake: fake.safe_domain_name(),
    "address": lambda fake: f"192.0.2.{fake.random_int(1, 254)}",  # RFC 5737: for documentation
    "file": lambda fake: fake.file_name(),
    "title": lambda fake: fake.sentence(nb_words=4).rstrip("."),
    "sentence": lambda fake: fake.sentence(),
    "word": lambda fake: fake.word(),
    "link": lambda fake: f"/{fake.uri_path()}",
    "address, long": lambda fake: f"2001:db8::{fake.random_int(1, 0xFFFF):x}",  # RFC 3849: for documentation
    "identity": lambda fake: fake.uuid4(),
    "date": lambda fake: _date(fake),
    "moment": lambda fake: f"{_date(fake)}T{_clock(fake)}Z",
    "local moment": lambda fake: f"{_date(fake)}T{_clock(fake)}",
    "clock": lambda fake: f"{_clock(fake)}Z",
    "local clock": lambda fake: _clock(fake),
    "duration": lambda fake: f"PT{fake.random_int(1, 23)}H{fake.random_int(1, 59)}M",
    "octets": lambda fake: b64encode(fake.word().encode()).decode(),
    "secret": lambda fake: fake.password(),
}

_BY_FORMAT: Mapping[str, str] = {
    "uri": "url",
    "url": "url",
    "iri": "url",
    "uri-reference": "link",
    "iri-reference": "link",
    "hostname": "host",
    "idn-hostname": "host",
    "ipv4": "address",
    "ip": "address",
    "ipv6": "address, long",
    "email": "email",
    "idn-email": "email",
    "phone": "phone",
    "uuid": "identity",
    "guid": "identity",
    "date": "date",
    "date-time": "moment",
    "date-time-local": "local moment",
    "time": "clock",
    "time-local": "local clock",
    "duration": "duration",
    "byte": "octets",
    "base64": "octets",
    "password": "secret",
}
"""Kinds for the formats of the registry, and for those that authors use without asking it."""

_BY_NAME: Mapping[str, str] = {
    "firstname": "first name",
    "givenname": "first name",
    "displayname": "name",
    "fullname": "name",
    "name": "name",
    "lastname": "last name",
    "surname": "last name",
    "familyname": "last name",
    "username": "login",
    "login": "login",
    "nickname": "login",
    "author": "name",
    "email": "email",
    "emailaddress": "email",
    "phone": "phone",
    "phonenumber": "phone",
    "mobile": "phone",
    "city": "city",
    "town": "city",
    "state": "state",
    "province": "state",
    "country": "country",
    "countrycode": "country code",
    "street": "street",
    "address": "street",
    "addressline": "street",
    "zip": "postcode",
    "zipcode": "postcode",
    "postcode": "postcode",
    "postalcode": "postcode",
    "company": "company",
    "organization": "company",
    "organisation": "company",
    "jobtitle": "job",
    "profession": "job",
    "currency": "currency",
    "currencycode": "currency",
    "language": "language",
    "locale": "locale",
    "timezone": "time zone",
    "color": "colour",
    "colour": "colour",
    "url": "url",
    "uri": "url",
    "href": "url",
    "website": "url",
    "homepage": "url",
    "host": "host",
    "hostname": "host",
    "domain": "host",
    "ip": "address",
    "ipaddress": "address",
    "filename": "file",
    "title": "title",
    "subject": "title",
    "description": "sentence",
    "summary": "sentence",
    "message": "sentence",
    "comment": "sentence",
    "text": "sentence",
    "note": "sentence",
}
_ENDINGS = tuple(sorted((name for name in _BY_NAME if len(name) > 4 or name in ("url", "city")), key=len))[
    ::-1
]
_RANDOM = re.compile(r"[a-z]{1,24}")
_SAY_MORE = frozenset({"enum", "const", "pattern", "not"})
"""Keywords of a string that letters by chance may follow where a word of ours would not."""


def realistic(
    value: Json, random: Random, accepts: Callable[[Json], bool], within: View, *, name: str = ""
) -> Json:
    """The value with likely texts in place of those by chance, as far as it stays valid.

    `within` is its view, `name` what it is called. What authors gave as examples stays as it is.
    """
    chosen: list[tuple[Pointer, str]] = []
    for pointer, member, view in _sites(value, name, within):
        texts = _fitting(member, view)
        if texts:
            chosen.append((pointer, random.choice(texts)))
    return _replaced(value, chosen, accepts)


def illustrated(value: Json, accepts: Callable[[Json], bool], within: View) -> Json:
    """The value with a likely text for each format of which no form is known, as `url` or `password`."""
    chosen: list[tuple[Pointer, str]] = []
    for pointer, member, view in _sites(value, "", within):
        format = _format(view)
        known = format_named(format) if format is not None else None
        if (
            format in _BY_FORMAT
            and (known is None or known.inner is None)
            and (texts := _fitting(member, view))
        ):
            chosen.append((pointer, texts[0]))
    return _replaced(value, chosen, accepts)


def _replaced(value: Json, chosen: list[tuple[Pointer, str]], accepts: Callable[[Json], bool]) -> Json:
    """The value with the texts, as far as it stays valid."""
    return with_most(
        value, chosen, lambda one, some: with_texts(one, dict(some)), lambda _, other: accepts(other)
    )


def texts_for(name: str) -> tuple[str, ...]:
    """What a member of that name may say."""
    plain = re.sub(r"[^a-z]", "", name.lower())
    kind = _BY_NAME.get(plain)
    if kind is None:
        kind = next((_BY_NAME[ending] for ending in _ENDINGS if plain.endswith(ending)), "word")
    return _texts(kind)


@lru_cache(len(_KINDS))
def _texts(kind: str) -> tuple[str, ...]:
    from faker import Faker

    fake = Faker("en_US")
    fake.seed_instance(kind)
    draw = _KINDS[kind]
    return tuple(dict.fromkeys(draw(fake) for _ in range(TEXTS)))


def _fitting(name: str, view: View) -> tuple[str, ...]:
    """The texts that the schemas of the place leave room for; none where they say more than a length."""
    key = f"texts {name}"
    known = view.noted.get(key)
    if not isinstance(known, tuple):
        keywords = [schema.keywords for schema in view.schemas]
        least = max((one.get("minLength", 0) for one in keywords), default=0)
        most = min((one.get("maxLength", 1_000) for one in keywords), default=1_000)
        known = ()
        if not any(_SAY_MORE & one.keys() for one in keywords):
            format = _format(view)
            kind = None if format is None else _BY_FORMAT.get(format)
            texts = texts_for(name) if format is None else () if kind is None else _texts(kind)
            known = tuple(text for text in texts if least <= len(text) <= most)
        view.noted[key] = known
    return known


def _format(view: View) -> str | None:
    """The format that the schemas name first."""
    return next((name for one in view.schemas if isinstance(name := one.keywords.get("format"), str)), None)


def _sites(value: Json, name: str, within: View, at: Pointer = ()) -> Iterator[tuple[Pointer, str, View]]:
    """Where texts by chance stand, the name of the member they are in, and what is said of it."""
    if _is_given(value, within):
        return
    match value:
        case str() if _RANDOM.fullmatch(value) or _format(within) in _BY_FORMAT:
            yield at, name, within
        case dict():
            for key, member in value.items():
                yield from _sites(member, key, within.member(key), (*at, key))
        case list():
            for index, item in enumerate(value):
                yield from _sites(item, name, within.item(index), (*at, str(index)))


def _is_given(value: Json, within: View) -> bool:
    """Whether an author gave the value as an example of the place."""
    given = within.noted.get("given")
    if not isinstance(given, list):
        given = within.noted["given"] = [it for schema in within.schemas for it in given_values(schema)]
    return value in given


def _date(fake: Faker) -> str:
    return f"20{fake.random_int(18, 25)}-{fake.random_int(1, 12):02}-{fake.random_int(1, 28):02}"


def _clock(fake: Faker) -> str:
    return f"{fake.random_int(0, 23):02}:{fake.random_int(0, 59):02}:{fake.random_int(0, 59):02}"


def with_texts(value: Json, texts: Mapping[Pointer, str], at: Pointer = ()) -> Json:
    """The value with these texts in place of those that stand there."""
    match value:
        case str():
            return texts.get(at, value)
        case dict():
            return {key: with_texts(member, texts, (*at, key)) for key, member in value.items()}
        case list():
            return [with_texts(item, texts, (*at, str(index))) for index, item in enumerate(value)]
        case _:
            return value
