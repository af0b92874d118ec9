"""The formats of JSON Schema and of OpenAPI's registry: what each refines, exactly or between two bounds."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from assent.json import Json
from assent.records import dataclass
from assent.schema.patterns import Regular, UnsupportedPattern, matches, pattern

if TYPE_CHECKING:
    import jsonschema_rs


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """What a format says about values of one JSON type; values of other types always follow it.

    Of strings: every text that matches `inner` follows the format, and every text that follows it matches
    `outer`; where both are equal the format is exactly that language. Of numbers: `low`, `high` (included)
    and `whole` are exact. `follows` decides a single value of the type. A format with no bounds at all
    (`password`) says nothing.
    """

    name: str
    type: Literal["string", "number"]
    source: str
    inner: str | None = None
    outer: str | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    whole: bool = False
    follows: Callable[[str], bool] | None = None
    examples: tuple[Json, ...] = ()
    near_misses: tuple[Json, ...] = ()
    """Values of the type just outside: what a careless check lets through."""
    part_of: tuple[str, ...] = ()
    """Formats that every value of this one follows as well."""

    @property
    def exact(self) -> bool:
        """Whether `inner` (or the interval) is the whole truth."""
        return self.type == "number" or self.inner == self.outer


def format_named(name: str) -> Format | None:
    """What assent knows about the format; None for a name nobody registered, which says nothing."""
    return _table().get(name)


def known_formats() -> tuple[str, ...]:
    """The names of all formats that assent knows, sorted."""
    return tuple(sorted(_table()))


def inner_language(name: str) -> Regular | None:
    """A language whose every member follows the format; None if assent knows none."""
    return _language(name, inner=True)


def outer_language(name: str) -> Regular | None:
    """A language that holds everything that follows the format; None if assent knows none."""
    return _language(name, inner=False)


@lru_cache(256)
def _language(name: str, *, inner: bool) -> Regular | None:
    known = format_named(name)
    text = None if known is None else known.inner if inner else known.outer
    return None if text is None else pattern(text)


def follows(name: str, value: Json) -> bool:
    """Whether the value follows the format, where formats are asserted."""
    known = format_named(name)
    if known is None:
        return True
    if isinstance(value, str):
        return known.type != "string" or _text_follows(known, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return known.type != "number" or _number_follows(known, value)
    return True


def bounds(name: str) -> tuple[int, int]:
    """From where to where whole numbers surely follow the format, both included; nothing lies between (1, 0)."""
    known = format_named(name)
    if known is None or known.type != "number" or known.low is None or known.high is None:
        return 1, 0
    return known.low.numerator, known.high.numerator


def _number_follows(known: Format, value: float) -> bool:
    if known.whole and value != int(value):
        return False
    low, high = known.low, known.high  # whole, so that their numerators say the same, and much quicker
    return (low is None or value >= low.numerator) and (high is None or value <= high.numerator)


def _text_follows(known: Format, text: str) -> bool:
    if known.follows is not None:
        return known.follows(text)
    return known.outer is None or matches(pattern(known.outer), text)


def is_part_of(narrower: str, wider: str) -> bool:
    """Whether every value that follows one format is known to follow the other."""
    if narrower == wider:
        return True
    known = format_named(narrower)
    if known is None:
        return False
    return any(is_part_of(between, wider) for between in known.part_of)


def _library(name: str) -> Callable[[str], bool]:
    """The validator's own check of a format."""

    @cache
    def validator() -> jsonschema_rs.Draft202012Validator:
        from assent.schema.validator import jsonschema_rs

        return jsonschema_rs.Draft202012Validator({"format": name}, validate_formats=True)

    def check(text: str) -> bool:
        try:
            return validator().is_valid(text)
        except UnicodeEncodeError:  # a lone surrogate follows no format
            return False

    return check


def _is_regex(text: str) -> bool:
    try:
        pattern(text)
    except UnsupportedPattern as error:
        return "back-reference" in error.why or "more than" in error.why or "Unicode" in error.why
    return True


_LEAP = r"(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_DAYS = (
    r"(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8])"
)
_DATE = rf"(?:\d{{4}}-(?:{_DAYS})|{_LEAP}-02-29)"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?"
_OFFSET = r"(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)"
_LEAP_CLOCK = r"23:59:60(?:\.\d+)?(?:Z|[+-]00:00)"
_INNER_TIME = rf"(?:{_CLOCK}(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)|{_LEAP_CLOCK})"
_OUTER_TIME = rf"(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?{_OFFSET}"
_HOURS = r"(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S)"
_DURATION = rf"^P(?:\d+W|(?:\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D)(?:T{_HOURS})?|T{_HOURS})$"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_H16 = "[0-9A-Fa-f]{1,4}"
_TAIL = rf"(?:{_H16}:{_H16}|{_IPV4})"
# RFC 3986 §3.2.2, IPv6address.
_IPV6 = "|".join(
    [rf"(?:{_H16}:){{6}}{_TAIL}", rf"::(?:{_H16}:){{5}}{_TAIL}"]
    + [rf"(?:(?:{_H16}:){{0,{before}}}{_H16})?::(?:{_H16}:){{{4 - before}}}{_TAIL}" for before in range(5)]
    + [rf"(?:(?:{_H16}:){{0,5}}{_H16})?::{_H16}", rf"(?:(?:{_H16}:){{0,6}}{_H16})?::"]
)
_PCHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,20}[A-Za-z0-9])?(?:\.[A-Za-z][A-Za-z0-9]{0,20}){0,4}"
_AUTHORITY = rf"//{_HOST}(?::\d{{1,4}})?(?:/{_PCHAR}*)*"
_REST = rf"(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"
_URI = rf"^[A-Za-z][A-Za-z0-9+.-]*:(?:{_AUTHORITY}|{_PCHAR}+(?:/{_PCHAR}*)*){_REST}$"
_REFERENCE = rf"^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?:{_AUTHORITY}|/(?:{_PCHAR}+(?:/{_PCHAR}*)*)?){_REST}$"
_POINTER = r"(?:/(?:[^~/]|~[01])*)*"
_LABEL = "[a-z](?:-?[a-z0-9]){0,20}"
_HOSTNAME = rf"{_LABEL}(?:\.{_LABEL}){{0,4}}"
_EMAIL = rf"^[A-Za-z0-9](?:[._+-]?[A-Za-z0-9]){{0,20}}@{_LABEL}(?:\.{_LABEL}){{1,3}}$"


def _strings() -> list[Format]:
    def exact(name: str, text: str, source: str, good: str, bad: str, **more: object) -> Format:
        return between(name, text, text, source, good, bad, follows=None, **more)

    def between(  # noqa: PLR0917 - a table reads best in columns
        name: str, inner: str | None, outer: str | None, source: str, good: str, bad: str, **more: object
    ) -> Format:
        more.setdefault("follows", _library(name))
        texts = {"examples": tuple(good.split("\n")), "near_misses": tuple(bad.split("\n"))}
        return Format(name=name, type="string", source=source, inner=inner, outer=outer, **texts, **more)  # type: ignore[arg-type]  # the fields of Format by name

    rfc3339 = "RFC 3339 §5.6"
    return [
        exact("date", f"^{_DATE}$", rfc3339, "2024-02-29\n2000-02-29\n1999-12-31", "2023-02-29\n1900-02-29\n2024-04-31\n2024-13-01\n24-01-01"),
        between("time", f"^{_INNER_TIME}$", f"^{_OUTER_TIME}$", rfc3339, "08:30:06Z\n23:59:60Z\n08:30:06.283185+05:45", "08:30:06\n24:00:00Z\n08:60:00Z\n22:59:60Z\n08:30:06+24:00"),
        between("date-time", f"^{_DATE}T{_INNER_TIME}$", f"^{_DATE}[Tt]{_OUTER_TIME}$", rfc3339, "2024-02-29T08:30:06Z\n1998-12-31T23:59:60Z\n2024-03-31T02:30:00+01:00\n1985-04-12T23:20:50.52-12:00", "2023-02-29T08:30:06Z\n2024-02-29T08:30:06\n2024-02-29 08:30\n2024-02-29T24:00:00Z\n1998-12-31T22:59:60Z"),
        exact("date-time-local", f"^{_DATE}[Tt]{_CLOCK}$", "OpenAPI registry", "2024-02-29T08:30:06", "2024-02-29T08:30:06Z"),
        exact("time-local", f"^{_CLOCK}$", "OpenAPI registry", "08:30:06", "08:30:06Z"),
        exact("duration", _DURATION, "RFC 3339 appendix A", "P1D\nPT36H\nP3Y6M4DT12H30M5S\nP4W", "P\nPT\nP1DT\n1D\nP1W2D"),
        between("email", _EMAIL, r"@", "RFC 5321 §4.1.2", "joe@example.com\njoe.bloggs+a@mail.example.org", "joe.example.com\njoe@@example.com\n.joe@example.com\njoe @example.com", part_of=("idn-email",)),
        between("idn-email", _EMAIL, r"@", "RFC 6531", "пользователь@пример.ру\njoe@example.com", "joe.example.com"),
        between("hostname", f"^{_HOSTNAME}$", r"^[A-Za-z0-9.-]+$", "RFC 1123 §2.1", "example.com\nwww.example.org", "-a.example.com\na_b.example.com\nexample..com", part_of=("idn-hostname",)),
        between("idn-hostname", f"^{_HOSTNAME}$", None, "RFC 5890", "example.com", "-a.example.com"),
        exact("ipv4", f"^{_IPV4}$", "RFC 2673 §3.2", "192.0.2.1\n0.0.0.0\n255.255.255.255", "256.0.2.1\n192.0.2\n192.0.02.1\n192.0.2.1.5"),
        exact("ipv6", f"^(?:{_IPV6})$", "RFC 4291 §2.2", "2001:db8::1\n::\n::ffff:192.0.2.1", "2001:db8::g\n1::2::3\n12345::\n::1%eth0"),
        between("uri", _URI, r"^[A-Za-z][A-Za-z0-9+.-]*:", "RFC 3986", "https://example.com/a\nurn:isbn:0451450523", "//example.com/a\nhttps://example.com/a b\nexample", part_of=("uri-reference", "iri")),
        between("uri-reference", _REFERENCE, None, "RFC 3986", "/a\nhttps://example.com/a?b=c#d", "a b\n\\\\example\\a", part_of=("iri-reference",)),
        between("iri", _URI, r"^[A-Za-z][A-Za-z0-9+.-]*:", "RFC 3987", "https://example.com/a", "/a", part_of=("iri-reference",)),
        between("iri-reference", _REFERENCE, None, "RFC 3987", "/a", "a b"),
        between("uri-template", r"^/[a-z]{1,8}(?:/\{[a-z]{1,8}\})?$", None, "RFC 6570", "/users/{id}", "/users/{id"),
        exact("uuid", r"^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", "RFC 4122 §3", "123e4567-e89b-12d3-a456-426614174000\n00000000-0000-0000-0000-000000000000", "123e4567-e89b-12d3-a456-42661417400\n123e4567e89b12d3a456426614174000\n123g4567-e89b-12d3-a456-426614174000"),
        exact("json-pointer", f"^{_POINTER}$", "RFC 6901 §5", "/a/b\n/a~1b", "a\n/a~2"),
        exact("relative-json-pointer", rf"^(?:0|[1-9]\d*)(?:[+-](?:0|[1-9]\d*))?(?:#|{_POINTER})$", "draft-bhutton-relative-json-pointer-00", "1/a\n0#", "/a\n-1/a"),
        between("regex", r"^[a-z]{1,8}$", None, "ECMA-262 §22.2.1", "^[a-z]+$", "[a-z\n(a", follows=_is_regex),
        exact("byte", "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$", "RFC 4648 §4", "YXNzZW50\nYQ==", "YQ\nYQ=\nY*=="),
        exact("base64url", "^[A-Za-z0-9_-]*={0,2}$", "RFC 4648 §5", "YXNzZW50", "YQ*"),
        exact("char", r"^[^]$", "OpenAPI registry", "a", "ab"),
        *(
            Format(name=name, type="string", source="OpenAPI registry", examples=(example,))
            for name, example in (("binary", "a"), ("password", "secret"), ("commonmark", "*a*"), ("html", "<p>a</p>"))
        ),
    ]  # fmt: skip


def _numbers() -> list[Format]:
    def whole(name: str, low: int, high: int, *part_of: str) -> Format:
        return Format(
            name=name,
            type="number",
            source="OpenAPI 3.0.4 §4.4 and the registry",
            low=Fraction(low),
            high=Fraction(high),
            whole=True,
            examples=(1, low, high),
            near_misses=(low - 1, high + 1, 0.5),
            part_of=part_of,
        )

    def real(name: str, high: Fraction, *part_of: str) -> Format:
        return Format(
            name=name,
            type="number",
            source="IEEE 754",
            low=-high,
            high=high,
            examples=(1, 0.5, -1.5),
            part_of=part_of,
            near_misses=(int(high) * 10,),
        )

    return [
        whole("int8", -(2**7), 2**7 - 1, "int16"),
        whole("int16", -(2**15), 2**15 - 1, "int32"),
        whole("int32", -(2**31), 2**31 - 1, "int64", "double-int"),
        whole("int64", -(2**63), 2**63 - 1),
        whole("uint8", 0, 2**8 - 1, "uint16", "int16"),
        whole("uint16", 0, 2**16 - 1, "uint32", "int32"),
        whole("uint32", 0, 2**32 - 1, "uint64", "int64"),
        whole("uint64", 0, 2**64 - 1),
        whole("double-int", -(2**53) + 1, 2**53 - 1, "int64", "double"),
        real("float", Fraction(2**104 * (2**24 - 1)), "double"),
        real("double", Fraction(2**971 * (2**53 - 1))),
    ]


@cache
def _table() -> dict[str, Format]:
    return {known.name: known for known in (*_strings(), *_numbers())}
