"""Bodies and headers of answers: from the author's examples where they are valid, else made from the schema.

Every value is checked by an independent validator before it leaves; a value is checked once and kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from random import Random

from assent.api.model import Example, Header, MediaType
from assent.api.sides import Side, hidden
from assent.json import Json, Pointer, canonical
from assent.judge.checking import Check, check_of
from assent.judge.marked import marked
from assent.records import dataclass, field
from assent.schema.checking import checker
from assent.schema.model import Schema
from assent.schema.values import EDGE, MAXIMAL, MINIMAL, Shape, Simplest, Unsatisfiable, draw, drawn
from assent.schema.views import View as SchemaView, viewed
from assent.schema.violations import Violation, accepts, innermost, violations
from assent.serve.mending import with_formats
from assent.serve.realistic import illustrated, realistic
from assent.wire.bodies import read_body, write_body
from assent.wire.media import parse_media_type
from assent.wire.parameters import write_header
from assent.wire.styles import Unwritable
from assent.wire.views import Undecodable, View

AS_ANSWERED = SchemaView(typed=True, without=hidden(Side.RESPONSE))
AS_STRICT = SchemaView(typed=True, without=hidden(Side.RESPONSE), strict_null=True)
"""What every reader of the standard takes: with null only where none of them refuses it."""
AS_NAMED = SchemaView(typed=True, closed=True, without=hidden(Side.RESPONSE), strict_null=True)
"""With only the members that the description names, which is what people want to see."""

FULL = Shape(depth=5, members=1.0, more=1, examples=1.0, edges=0.0, readable=True)
"""Every member and one item: what people want to see of a schema."""

VARIED = Shape(depth=5, members=1.0, more=2, examples=0.5, edges=0.0)
"""The same by chance: half of the authors' examples, and words for the rest."""

SHAPES: Mapping[str, Shape] = {"minimal": MINIMAL, "typical": FULL, "maximal": MAXIMAL, "edge": EDGE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A schema as answers are held to it: what is valid, by every reading too, and how bodies are read by it."""

    original: Schema
    valid: Schema
    strict: Schema
    within: View
    check: Check


def sight(schema: Schema) -> Sight:
    """The schema as answers are held to it; worked out once, for as long as its pool lives."""
    key = "sight of answers", id(schema)
    known: Sight | None = schema.pool.findings.get(key)
    if known is None:
        known = schema.pool.findings[key] = Sight(
            original=schema,
            valid=viewed(schema, AS_ANSWERED),
            strict=viewed(schema, AS_STRICT),
            within=View((schema,)),
            check=check_of(schema, Side.RESPONSE),
        )
    return known


@dataclass(frozen=True, slots=True, kw_only=True)
class NoValue:
    """There is no valid answer; `why` says so."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A body as bytes with its content type, and the value it stands for."""

    body: bytes
    content_type: str
    value: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """Makes bodies. `seed` and `shape` as on the command line; `strict`: an invalid example is refused, not replaced.

    `known` holds what was made and checked before.
    """

    seed: int = 0
    shape: str = "typical"
    realistic: bool = True
    strict: bool = False
    known: dict[object, Made | NoValue] = field(default_factory=dict)

    def body(
        self,
        media: MediaType,
        *,
        example: Example | None = None,
        salt: bytes | None = None,
        content_type: str | None = None,
    ) -> Made | NoValue:
        """The body for a described media type: static without a `salt`, the request's own bytes."""
        if salt is None:
            key = id(media), example.name if example else None, content_type
            if key not in self.known:
                self.known[key] = self._static(media, example, content_type)
            return self.known[key]
        return self._generated(media, self.random(salt), content_type)

    def draft(self, media: MediaType, salt: bytes, change: Callable[[Json], Json]) -> Made | NoValue:
        """A dynamic body, changed before it is written; whether it reads back as a valid value is for others to see."""
        if media.schema is None:
            return NoValue(why="nothing is known of the body")
        shape = SHAPES[self.shape]
        try:
            value = self._value(media, self.random(salt), VARIED if shape is FULL else shape)
        except Unsatisfiable as error:
            return NoValue(why=_why(error))
        return written(media, change(_tagged(media, without_hidden(media, value))), again=False)

    def random(self, salt: bytes) -> Random:
        """A generator that is the same for the same seed and salt."""
        return Random(hashlib.sha256(b"%d\0%s" % (self.seed, salt)).digest())  # noqa: S311 - not for secrets

    def _static(self, media: MediaType, example: Example | None, content_type: str | None) -> Made | NoValue:
        chosen = example.value.value if example is not None and example.value is not None else None
        if self.strict and chosen is not None and not fits(media, without_hidden(media, chosen)):
            return NoValue(
                why=f"The example at {example.at if example else ''} is invalid, and such are refused."
            )
        examples = list(self._examples(media, example))
        strict = [mended(media, value) for value in examples if _is_safe(media, value)]
        for value in strict:
            made = written(media, value, content_type)
            if isinstance(made, Made):
                return made
        made = self._generated(media, None, content_type)
        if isinstance(made, NoValue):
            lenient = (written(media, value, content_type) for value in examples)
            made = next((one for one in lenient if isinstance(one, Made)), made)
        return made

    def _examples(self, media: MediaType, example: Example | None) -> Iterator[Json]:
        chosen = [example] if example else []
        for one in (*chosen, *(other for other in media.examples if other is not example)):
            if one.value is not None:
                value = _tagged(media, without_hidden(media, one.value.value))
                if fits(media, value):
                    yield value

    def _generated(self, media: MediaType, random: Random | None, content_type: str | None) -> Made | NoValue:
        if media.schema is None and media.item_schema is None:
            return _of_bytes(media, content_type)
        shape = SHAPES[self.shape]
        if shape is FULL and random is not None:
            shape = VARIED
        try:
            value = self._value(media, random, shape)
        except Unsatisfiable as error:
            return NoValue(why=_why(error))
        made = written(media, _tagged(media, without_hidden(media, value)), content_type)
        if isinstance(made, NoValue) and shape is not MINIMAL:
            try:
                return written(media, self._value(media, random, MINIMAL), content_type)
            except Unsatisfiable as error:
                return NoValue(why=_why(error))
        return made

    def _value(self, media: MediaType, random: Random | None, shape: Shape) -> Json:
        use = media.schema or media.item_schema
        assert use is not None
        seen = sight(use.schema)
        value = with_formats(self.value(use.schema, random, shape), seen.strict, seen.within)
        strict = checker(seen.strict, formats="assert")
        if random is not None and self.realistic and shape is VARIED:
            value = realistic(value, random, strict.accepts, seen.within)
        elif random is None and self.realistic and shape is FULL:
            value = illustrated(value, strict.accepts, seen.within)
        return [value] if media.schema is None else value

    def value(self, schema: Schema, random: Random | None, shape: Shape) -> Json:
        """A valid value of the schema, if possible of what it names alone.

        Formats are followed, but an author's example outweighs them. Raises: Unsatisfiable if there is none.
        """
        for view in (AS_NAMED, AS_STRICT):
            try:
                return _value(viewed(schema, view), random, shape)
            except Unsatisfiable:
                continue
        return _value(viewed(schema, AS_ANSWERED), random, shape)

    def headers(
        self, described: Mapping[str, Header], random: Random | None
    ) -> Iterator[tuple[str, str] | NoValue]:
        """The described headers with a value each; an optional one without a value is left out."""
        for header in described.values():
            try:
                value = self._header_value(header, random)
                yield header.name, write_header(header, value)
            except (Unsatisfiable, Unwritable) as error:
                if header.required:
                    yield NoValue(why=f"The header {header.name} has no valid value: {error}")

    def _header_value(self, header: Header, random: Random | None) -> Json:
        media = next(iter(header.content.values()), None)
        use = header.schema or (media.schema if media else None)
        schema = viewed(use.schema, AS_ANSWERED) if use else None
        for example in (*header.examples, *(media.examples if media else ())):
            if example.value is not None and (schema is None or accepts(schema, example.value.value)):
                return example.value.value
        if use is None:
            return ""
        value = self.value(use.schema, random, FULL)
        if random is None or not self.realistic:
            return value
        seen = sight(use.schema)
        strict = checker(seen.strict, formats="assert")
        return realistic(value, random, strict.accepts, seen.within, name=header.name)


def _why(error: Unsatisfiable) -> str:
    return str(error) if error.because else f"{error} `assent check` says where."


def _value(schema: Schema, random: Random | None, shape: Shape) -> Json:
    if random is None:
        return drawn(schema, Simplest(), shape=shape)
    return draw(schema, random, shape=shape)


def without_hidden(media: MediaType, value: Json) -> Json:
    """The value without the members that only requests have, which unions may hide from a view."""
    if media.schema is None or not isinstance(value, dict | list):
        return value
    check = sight(media.schema.schema).check
    if not check.marks:
        return value
    for pointer, _ in list(marked(value, check.firm, check.mark)):
        value = _without(value, pointer)
    return value


def _without(value: Json, pointer: Pointer) -> Json:
    head, rest = pointer[0], pointer[1:]
    match value:
        case dict() if head in value:
            if not rest:
                return {name: member for name, member in value.items() if name != head}
            return {**value, head: _without(value[head], rest)}
        case list() if rest:
            index = int(head)
            return [*value[:index], _without(value[index], rest), *value[index + 1 :]]
    return value


def _tagged(media: MediaType, value: Json) -> Json:
    """The value with the word that its discriminator has for the alternative that takes it, where it has none."""
    if media.schema is None or not isinstance(value, dict):
        return value
    for one in sight(media.schema.schema).within.schemas:
        hint = one.annotation("discriminator")
        name, words = (
            (hint.get("propertyName"), hint.get("mapping")) if isinstance(hint, dict) else (None, None)
        )
        if not isinstance(name, str) or not isinstance(words, dict) or value.get(name) in words:
            continue
        for branch in (*one.keywords.get("oneOf", ()), *one.keywords.get("anyOf", ())):
            reference = branch.keywords.get("$ref")
            word = next(
                (it for it, to in words.items() if reference is not None and to == reference.text), None
            )
            candidate: dict[str, Json] = {**value, name: word}
            if word is not None and accepts(branch, candidate) and fits(media, candidate, strict=True):
                return candidate
    return value


def _is_safe(media: MediaType, value: Json) -> bool:
    """Whether every reader takes the example: by every reading of null, and told apart by its discriminators."""
    if not fits(media, value, strict=True):
        return False
    if media.schema is None or not isinstance(value, dict):
        return True
    hints = (one.annotation("discriminator") for one in sight(media.schema.schema).within.schemas)
    tags = {hint.get("propertyName") for hint in hints if isinstance(hint, dict)}
    return all(tag in value for tag in tags if isinstance(tag, str))


def mended(media: MediaType, value: Json) -> Json:
    """The example with what breaks a `format` replaced: readers may assert formats, and many do."""
    if media.schema is None:
        return value
    seen = sight(media.schema.schema)
    return with_formats(value, seen.strict, seen.within)


def fits(media: MediaType, value: Json, *, strict: bool = False) -> bool:
    """Whether a value is one that the provider may send as this media type; `strict` by every reading of null."""
    use = media.schema or media.item_schema
    if use is None:
        return True
    seen = sight(use.schema)
    schema = seen.strict if strict else seen.valid
    if media.schema is not None:
        return accepts(schema, value)
    if isinstance(value, list):
        return all(accepts(schema, item) for item in value)
    return True


def refusals(media: MediaType, value: Json) -> Iterator[Violation]:
    """What stands against the value as one that the provider may send as this media type."""
    use = media.schema or media.item_schema
    if use is None:
        return
    schema = sight(use.schema).valid
    values = [value] if media.schema is not None else value if isinstance(value, list) else []
    for one in values:
        for refusal in violations(schema, one):
            yield from innermost(refusal)


def written(
    media: MediaType, value: Json, content_type: str | None = None, *, again: bool = True
) -> Made | NoValue:
    """The value as a body; NoValue where the media type cannot carry it.

    With `again` it is one that reads back as a valid value.
    """
    seen = sight(media.schema.schema) if media.schema else None
    within = seen.within if seen else None
    if isinstance(value, str) and _is_document(value, content_type or media.name):
        return Made(body=value.encode(), content_type=content_type or media.name, value=value)
    try:
        body, kind = write_body(media, value, content_type=content_type, within=within)
    except Unwritable as error:
        return NoValue(why=f"{media.name} cannot carry the value: {error}")
    made = Made(body=body, content_type=kind, value=value)
    name = parse_media_type(kind)
    if name is not None and name.is_json:
        return made
    if again and seen is not None:
        read = read_body(media, body, seen.within, content_type=name)
        if not isinstance(read, Undecodable) and not any(accepts(seen.valid, one) for one in read):
            return NoValue(why=f"As {kind} the value reads back as something else.")
    return made


def _is_document(text: str, content_type: str) -> bool:
    """Whether an example's text is a whole XML document, which is sent as the author wrote it."""
    name = parse_media_type(content_type)
    begins, ends = text.lstrip()[:1], text.rstrip()[-1:]
    return name is not None and name.is_xml and begins == "<" and ends == ">"


def _of_bytes(media: MediaType, content_type: str | None) -> Made | NoValue:
    """A body for a media type of which nothing is known but its name."""
    name = parse_media_type(content_type or media.name)
    value: Json = "" if name is None or not (name.is_json or name.is_range) else {}
    return written(media, value, content_type)


def salt_of(method: str, url: str, body: bytes) -> bytes:
    """What of a request a dynamic answer depends on."""
    return canonical([method, url]) + b"\0" + body
