"""The watches of a session: one for each description, with what the tests met and what was found."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from os import PathLike, fspath
from typing import Any, Final

from assent.api import Api, read_api
from assent.api.sides import Side
from assent.document import Description, load
from assent.errors import UsageError
from assent.findings import Finding, Severity
from assent.fuzz.commands import curl_line, python_line
from assent.judge.prepared import prepare
from assent.judge.watch import Watch
from assent.wire import Exchange

MOST_MISSED: Final = 10
"""Operations that the summary names as not met."""

_watches: dict[object, tuple[str, Watch]] = {}
_apis: dict[object, Api] = {}
_heard: list[Finding] = []
_workers: dict[str, dict[str, Any]] = {}


def api_of(source: Any) -> Api:
    """The Api of a path, a URL, a tree, a Description or an Api; a path is read once.

    Raises: DescriptionError if it cannot be loaded, UsageError if it is none of these.
    """
    match source:
        case Api():
            return source
        case Description():
            return read_api(source)
        case str() | PathLike():
            name = fspath(source)
            if name not in _apis:
                _apis[name] = read_api(load(name))
            return _apis[name]
        case Mapping():
            return read_api(load("-", stdin=io.BytesIO(json.dumps(dict(source)).encode())))
    raise UsageError(f"{type(source).__name__} is no description. Give a path, a URL, a dict or an Api.")


def watch_for(source: Any, *, fail: bool, base_path: str | None) -> Watch:
    """The session's watch for that description, the same for the same one."""
    key = (fspath(source) if isinstance(source, str | PathLike) else id(source)), fail, base_path
    if key not in _watches:
        api = api_of(source)
        bases = None if base_path is None else [base_path.rstrip("/")]
        name = fspath(source) if isinstance(source, str | PathLike) else (api.title or "the description")
        watch = Watch(prepare(api, bases=bases), heed=counts, told=_heard.extend if fail else _ignore)
        _watches[key] = name, watch
        _kept.append(source)
    return _watches[key][1]


_kept: list[object] = []
"""Sources, so that the id of one stays its own."""


def counts(exchange: Exchange, finding: Finding) -> bool:
    """Whether the finding is news: a wrong request that was refused is a test of just that."""
    refused = exchange.response is not None and 400 <= exchange.response.status < 500
    return not (refused and finding.side is Side.REQUEST)


def begin() -> None:
    """A test begins: what was heard before is not its own."""
    _heard.clear()


def end(test: str) -> None:
    """A test ends. Raises: pytest's Failed with what broke the description during it."""
    import pytest

    errors = {it.fingerprint: it for it in _heard if it.severity is Severity.ERROR}
    _heard.clear()
    if errors:
        text = "\n\n".join(described(finding) for finding in errors.values())
        pytest.fail(f"{test} met exchanges that depart from the description:\n{text}", pytrace=False)


def described(finding: Finding) -> str:
    """A finding as a test's failure: what, where, and the commands that show it again."""
    lines = [f"{finding.rule.id}: {finding.operations[0]}: {finding.message}"]
    if finding.new is not None:
        lines.append(f"  described at {finding.new}")
    witness = finding.witness
    if witness is not None and witness.response is not None:
        body = witness.response.body[:300].decode(errors="replace")
        lines.append(f"  answered {witness.response.status} {body}".rstrip())
    if witness is not None and witness.request is not None:
        lines += [f"  {curl_line(witness.request)}", f"  {python_line(witness.request)}"]
    return "\n".join(lines)


def told() -> dict[str, Any]:
    """What this process met, as plain data."""
    met: dict[str, Any] = {}
    for name, watch in _watches.values():
        entry = met.setdefault(name, {"exchanges": 0, "all": [], "reached": {}, "findings": {}})
        entry["exchanges"] += watch.exchanges
        entry["all"] = sorted(" ".join(key) for key in watch.prepared.api.operations)
        for key, count in watch.reached.items():
            entry["reached"][" ".join(key)] = entry["reached"].get(" ".join(key), 0) + count
        for finding in watch.findings:
            line = f"{finding.severity.value}: {finding.rule.id}: {finding.operations[0]}: {finding.message}"
            entry["findings"][finding.fingerprint] = line
    return met


def hear_worker(met: Mapping[str, Any]) -> None:
    """Add what a worker met."""
    _merge(_workers, met)


def _merge(into: dict[str, dict[str, Any]], met: Mapping[str, Any]) -> None:
    for name, entry in met.items():
        known = into.setdefault(name, {"exchanges": 0, "all": [], "reached": {}, "findings": {}})
        known["exchanges"] += entry["exchanges"]
        known["all"] = entry["all"]
        known["findings"].update(entry["findings"])
        for key, count in entry["reached"].items():
            known["reached"][key] = known["reached"].get(key, 0) + count


def _everything() -> dict[str, dict[str, Any]]:
    whole: dict[str, dict[str, Any]] = {}
    _merge(whole, told())
    _merge(whole, _workers)
    return dict(sorted(whole.items()))


def summary() -> list[str]:
    """What the session's tests met of each description, and what was found."""
    lines: list[str] = []
    for name, entry in _everything().items():
        every, reached = entry["all"], entry["reached"]
        share = 100 * len(reached) / len(every) if every else 100.0
        lines.append(
            f"{name}: {entry['exchanges']} exchanges judged, {len(reached)} of {len(every)} operations met"
            f" ({share:.0f} %), {len(entry['findings'])} findings"
        )
        missed = [key for key in every if key not in reached]
        lines += [f"  not met: {key}" for key in missed[:MOST_MISSED]]
        if len(missed) > MOST_MISSED:
            lines.append(f"  and {len(missed) - MOST_MISSED} more that no test met")
        lines += [f"  {line}" for line in sorted(entry["findings"].values())]
    return lines


def too_little(least: float) -> bool:
    """Whether the tests met a smaller share of some description's operations, in percent."""
    return any(100 * len(entry["reached"]) < least * len(entry["all"]) for entry in _everything().values())


def forget() -> None:
    """Forget everything."""
    for kept in (_watches, _apis, _heard, _workers, _kept):
        kept.clear()


def _ignore(_findings: list[Finding]) -> None:
    """Take nothing as a failure."""
