"""YAML text to a tree: our own loop over libyaml's events, with the JSON-compatible meaning of YAML 1.2."""

from __future__ import annotations

import gc
from array import array
from sys import intern
from typing import Any, NoReturn

from assent.document.excerpt import excerpt, position_of
from assent.document.pyyaml import import_yaml
from assent.document.yaml_scalars import plain
from assent.document.yaml_sharing import MERGE, Misplaced, Sharing
from assent.errors import ParseError
from assent.json import Json
from assent.records import dataclass, field

_ABSENT = object()
_MERGING = object()
_COMPLEX_KEY = (
    "a key must be a scalar: JSON has no objects with mappings or sequences as keys. Write it as a string."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A YAML text as a tree; `suspicious` if a second, slower look will find defects in it.

    `offsets` says where each value stands, in order of writing; None where the tree has another order, because parts
    are shared, merged or written twice.
    """

    tree: Json = field(repr=False)
    suspicious: bool
    offsets: array[int] | None = field(repr=False)


def read_yaml(raw: bytes, name: str, *, depth: int, aliases: int) -> Reading:
    """The tree of a UTF-8 text. Keys are strings, the last of equal keys wins, aliases share their value.

    Raises: ParseError if it is not YAML or several documents; LimitExceeded for `depth` and `aliases`.
    Source: YAML 1.2.2 §10.2 (JSON schema), and YAML 1.1's merge keys, which people use.
    """
    import_yaml()
    from yaml import YAMLError

    sharing = Sharing(name=name, depth=depth, aliases=aliases)
    enabled = gc.isenabled()
    gc.disable()
    try:
        parser = events(raw)
        try:
            tree, offsets = _read(parser, sharing, array("I" if len(raw) < 1 << 32 else "Q"))
        finally:
            parser.dispose()
    except (YAMLError, Misplaced) as error:
        refuse_yaml(error, raw, name)
    finally:
        if enabled:
            gc.enable()
    in_order = not (sharing.suspicious or sharing.shared)
    return Reading(tree=tree, suspicious=sharing.suspicious, offsets=offsets if in_order else None)


def events(raw: bytes) -> Any:
    """A libyaml parser over the text; the caller calls `get_event` until it gives a StreamEndEvent, then `dispose`."""
    from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs do not re-export it

    return CParser(raw)


def _read(parser: Any, sharing: Sharing, offsets: array[int]) -> tuple[Json, array[int]]:
    """One loop, since a call per value would cost more than reading it; whatever is rare is in `sharing`."""
    from yaml.events import AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent

    get, note, depth, count = parser.get_event, offsets.append, sharing.depth, 0
    top, stack = list[Any](), list[Any]()
    current: Any = top
    key: Any = _ABSENT
    begin(parser)
    while True:
        event = get()
        kind = type(event)
        count += 1
        wants_key = key is _ABSENT and type(current) is dict
        if kind is ScalarEvent:
            text = event.value
            if key is _ABSENT:
                note(event.start_mark.index)
            if wants_key:
                key = intern(text)  # the many files of a description have most keys in common
                if text == MERGE and event.implicit[0]:
                    key, sharing.shared = _MERGING, True
                elif key in current:
                    sharing.suspicious = True
                value = text
            elif event.tag is not None:
                value = sharing.tagged(text, event.tag)
            else:
                value = _plain_at(event) if event.implicit[0] else text
            if event.anchor is not None:
                sharing.scalar(event.anchor, value, text)
            if wants_key:
                continue
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if wants_key:
                raise Misplaced(event, _COMPLEX_KEY)
            if key is _ABSENT:
                note(event.start_mark.index)
            value = {} if kind is MappingStartEvent else []
            stack.append(current)
            if len(stack) > depth or sharing.opened or event.anchor is not None or event.tag is not None:
                _open(event, value, sharing, count=count, level=len(stack))
            key, current = _put(current, key, value, sharing), value
            continue
        elif kind is AliasEvent:
            target = sharing.resolve(event, level=len(stack))
            if wants_key:
                key = _key_of(event, target)
                continue
            value = target.value
        elif not stack:  # the document ends
            break
        else:
            if sharing.merges or sharing.opened:
                sharing.close(current, count=count)
            current = stack.pop()
            continue
        key = _put(current, key, value, sharing)
    end(parser)
    return top[0], offsets


def _open(event: Any, value: Json, sharing: Sharing, *, count: int, level: int) -> None:
    """What is rare where a mapping or sequence begins: it stands deep, or has an anchor or a tag."""
    sharing.deepen(level)
    if event.anchor is not None:
        sharing.open(event.anchor, value, count=count, level=level)
    sharing.suspicious |= event.tag is not None


def _key_of(event: Any, target: Any) -> str:
    if target.text is None:
        raise Misplaced(event, _COMPLEX_KEY)
    text: str = target.text
    return text


def _plain_at(event: Any) -> Json:
    try:
        return plain(event.value)
    except ValueError as error:
        raise Misplaced(event, f"{error}. Write it as a string in quotes.") from error


def _put(current: Any, key: Any, value: Json, sharing: Sharing) -> object:
    if key is _ABSENT:
        current.append(value)
    elif key is _MERGING:
        sharing.merge(current, value)
    else:
        current[key] = value
    return _ABSENT


def begin(parser: Any) -> None:
    """Steps to the first value of the stream. Raises: Misplaced if there is none."""
    from yaml.events import DocumentStartEvent

    parser.get_event()
    event = parser.get_event()
    if type(event) is not DocumentStartEvent:
        raise Misplaced(event, "the text is empty. Write a description into it.")


def end(parser: Any) -> None:
    """Steps to the end of the stream. Raises: Misplaced if there is another document in it."""
    from yaml.events import DocumentStartEvent, StreamEndEvent

    event: Any = parser.get_event()
    second = event
    lines: list[str] = []
    while type(event) is not StreamEndEvent:
        if type(event) is DocumentStartEvent:
            mark: Any = event.start_mark
            lines.append(str(mark.line + 1))
        event = parser.get_event()
    if lines:
        where = (
            f"line{'s' if len(lines) > 1 else ''} {', '.join(lines[:10])}{', …' if len(lines) > 10 else ''}"
        )
        raise Misplaced(
            second,
            f"the text holds several YAML documents; others begin on {where}. Put each into its own file.",
        )


def refuse_yaml(error: Exception, raw: bytes, name: str) -> NoReturn:
    """Raises the ParseError that says where the text stops being YAML, and why."""
    from yaml.error import MarkedYAMLError
    from yaml.reader import ReaderError

    text = raw.decode()
    match error:
        case Misplaced():
            offset, why = error.offset, str(error)
        case ReaderError():
            offset = len(raw[: error.position].decode("utf-8", "ignore"))
            char = text[offset : offset + 1]
            why = f"the control character U+{ord(char or chr(0)):04X} may not stand in YAML. Remove or escape it."
        case MarkedYAMLError():
            offset = getattr(error.problem_mark or error.context_mark, "index", 0)
            why = _plainly(error)
            written = len(text.rstrip())
            if offset >= written > 0 and "cannot start any token" not in why:
                offset, why = written, f"the text ends too early: {why}"
        case _:
            offset, why = 0, f"{error}."
    line, column = position_of(text, min(offset, len(text)))
    raise ParseError(name, line, column, why, excerpt(text, line, column)) from error


def _plainly(error: Any) -> str:
    context = error.context
    if context and error.context_mark is not None:
        context += f" that begins at {error.context_mark.line + 1}:{error.context_mark.column + 1}"
    why = ", ".join(part for part in (context, error.problem) if part)
    if "tab" in why or "cannot start any token" in why:
        why += ". Indent with spaces, and put texts that begin with a special character in quotes"
    elif "mapping values are not allowed" in why:
        why += ". Put texts that hold ': ' in quotes, and check the indentation"
    elif "expected" in why:
        why += ". Check the indentation, and brackets and quotes that stay open"
    return f"{why}."
