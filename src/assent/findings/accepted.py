"""Accepted findings: a reviewed TOML file of which breaks a team has decided to live with, why, and until when."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from datetime import date, datetime

from assent.document.document import Location
from assent.errors import UsageError
from assent.findings.finding import Finding, Waiver, fingerprints
from assent.findings.report import Known
from assent.findings.rule import Breaks, Rule, Severity
from assent.records import dataclass, field, replace

EXPIRED = Rule(
    id="accepted-entry-expired",
    title="An accepted finding's time is over",
    severity=Severity.WARNING,
    breaks=Breaks.NOBODY,
    source="docs/accepting.md",
    since="0.1",
    why="Somebody accepted this finding until a day that has passed, so it counts again.",
    instead="Mend the cause, or accept it anew with a reason and a later day.",
    engine="accept",
)

STALE = Rule(
    id="accepted-entry-stale",
    title="An accepted finding is no longer found",
    severity=Severity.NOTE,
    breaks=Breaks.NOBODY,
    source="docs/accepting.md",
    since="0.1",
    why="The entry accepts nothing any more, and would hide the finding if it came back.",
    instead="Remove it with `assent accept --prune`.",
    engine="accept",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One accepted finding. `expires` is the last day on which it counts. `api` is the API's name where a run is
    about several; an entry without it counts for each. `operation` and `rule` are for those who read the file.
    """

    fingerprint: str
    rule: str
    reason: str
    operation: str = ""
    owner: str = ""
    expires: date | None = None
    api: str = ""
    at: Location | None = field(default=None, compare=False, repr=False)


NAMES = ("fingerprint", "rule", "api", "operation", "reason", "owner", "expires")

HEADER = """\
# Findings that this team has accepted. Reviewed like code, written by `assent accept`.
# Each stays visible as waived; what has expired or is no longer found is reported.
"""


def read_accepted(text: str, *, file: str) -> tuple[Entry, ...]:
    """The entries of an accepted file.

    Raises: UsageError if it is no TOML, has a name that is not ours, or an entry lacks what it needs.
    """
    from assent.toml import tomllib

    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file}: {error}. Accepted findings are written in TOML.") from error
    for name in tree:
        if name != "accepted":
            raise UsageError(f"{file}: {name!r} is not known here. Entries stand under [[accepted]].")
    entries = tree.get("accepted", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UsageError(f"{file}: `accepted` must be a list. Write each entry under [[accepted]].")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[accepted]]"]
    return tuple(
        _read_entry(entry, file, index, lines[index] if index < len(lines) else 1)
        for index, entry in enumerate(entries)
    )


def _read_entry(tree: dict[str, object], file: str, index: int, line: int) -> Entry:
    where = f"{file}:{line}"
    for name in tree:
        if name not in NAMES:
            raise UsageError(f"{where}: {name!r} is not known here. An entry has {', '.join(NAMES)}.")
    words = {name: tree.get(name, "") for name in NAMES if name != "expires"}
    for name, value in words.items():
        if not isinstance(value, str):
            raise UsageError(f"{where}: `{name}` must be a string. Write it between quotes.")
        if not value.strip() and name in ("fingerprint", "rule", "reason"):
            raise UsageError(f"{where}: an accepted finding needs a `{name}`. Add it.")
    expires = tree.get("expires")
    if expires is not None and (not isinstance(expires, date) or isinstance(expires, datetime)):
        raise UsageError(f"{where}: `expires` must be a day. Write it as 2031-12-31, without quotes.")
    pointer = ("accepted", str(index))
    at = Location(file, pointer, Known({pointer: (line, 1)}))
    return Entry(
        fingerprint=str(words["fingerprint"]),
        rule=str(words["rule"]),
        reason=str(words["reason"]),
        operation=str(words["operation"]),
        owner=str(words["owner"]),
        api=str(words["api"]),
        expires=expires,
        at=at,
    )


def write_accepted(entries: Iterable[Entry]) -> str:
    """The text of an accepted file: the same for the same entries, in whatever order they come."""
    chosen = sorted(set(entries), key=lambda it: (it.api, it.rule, it.operation, it.fingerprint, it.reason))
    return HEADER + "".join(f"\n[[accepted]]\n{_entry_text(entry)}" for entry in chosen)


def _entry_text(entry: Entry) -> str:
    lines = [f"{name} = {_quoted(getattr(entry, name))}" for name in NAMES[:-1] if getattr(entry, name)]
    if entry.expires:
        lines.append(f"expires = {entry.expires.isoformat()}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """The text as a TOML basic string. Source: TOML 1.0, String."""
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(escapes.get(it) or _spelled(it) for it in text) + '"'


def _spelled(character: str) -> str:
    """A control character by its number; a lone surrogate has no spelling in TOML and is replaced."""
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return f"\\u{ord(character):04X}" if character < " " or character == "\x7f" else character


def accept(
    findings: Iterable[Finding], *, reason: str, owner: str = "", expires: date | None = None, api: str = ""
) -> Iterator[Entry]:
    """The entries that accept these findings."""
    for finding in findings:
        first = min(finding.operations, default=None)
        yield Entry(
            fingerprint=finding.fingerprint,
            rule=finding.rule.id,
            operation=str(first) if first else "",
            reason=reason,
            owner=owner,
            expires=expires,
            api=api,
        )


def waived(
    findings: Iterable[Finding], entries: Iterable[Entry], *, today: date, api: str = ""
) -> Iterator[Finding]:
    """The findings of one API, those that an entry in force accepts waived by it."""
    in_force = {it.fingerprint: it for it in entries if it.api in ("", api) and not expired(it, today)}
    for finding in findings:
        names = in_force.keys() & set(fingerprints(finding)) if in_force else ()
        if not names:
            yield finding
            continue
        entry = in_force[min(names)]
        waiver = Waiver(reason=entry.reason, owner=entry.owner, expires=entry.expires)
        yield replace(finding, waived=waiver)


def overdue(
    entries: Iterable[Entry],
    findings: Iterable[Finding],
    *,
    today: date,
    apis: Container[str] = ("",),
    rules: Container[str] | None = None,
    whole: bool = True,
) -> Iterator[Finding]:
    """What is to be said of entries that have expired or accept nothing that a whole run has found.

    `apis` are the names of the APIs that the run was about and `rules` the ids that it could have reported (None
    for all): entries for others are none of its business. A run that is not `whole` (some traffic, one description
    of many) does not know what it would have found.
    """
    met = {name for finding in findings for name in fingerprints(finding)}
    for entry in entries:
        if not _concerned(entry, apis, rules):
            continue
        if expired(entry, today):
            yield _about(entry, EXPIRED, f"its last day was {entry.expires}")
        elif whole and entry.fingerprint not in met:
            yield _about(entry, STALE, "nothing that is found has its fingerprint")


def expired(entry: Entry, today: date) -> bool:
    """Whether the entry's last day has passed."""
    return entry.expires is not None and today > entry.expires


def pruned(
    entries: Iterable[Entry],
    findings: Iterable[Finding],
    *,
    today: date,
    apis: Container[str] = ("",),
    rules: Container[str] | None = None,
) -> tuple[Entry, ...]:
    """The entries that still accept something, neither expired nor stale, and those that the run was not about."""
    met = {name for finding in findings for name in fingerprints(finding)}
    return tuple(
        entry
        for entry in entries
        if not _concerned(entry, apis, rules) or (entry.fingerprint in met and not expired(entry, today))
    )


def _concerned(entry: Entry, apis: Container[str], rules: Container[str] | None) -> bool:
    """Whether the entry is about one of these APIs and rules."""
    return (not entry.api or entry.api in apis) and (rules is None or entry.rule in rules)


def _about(entry: Entry, rule: Rule, why: str) -> Finding:
    what = f"`{entry.rule}`" + (f" on {entry.operation}" if entry.operation else "")
    return Finding(
        rule=rule,
        severity=rule.severity,
        message=f"The accepted entry for {what} ({entry.reason}) counts for nothing: {why}.",
        subject=entry.fingerprint,
        new=entry.at,
    )
