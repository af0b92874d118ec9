"""A run: attempts from every operation in turn until the budget is spent, failures sent again and made small."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from random import Random
from typing import Final
from urllib.parse import urlsplit

from assent.api.model import Api, Operation, OperationKey
from assent.errors import UnreachableProvider
from assent.findings import Finding, Status
from assent.fuzz.causes import Known, Ledger, cause
from assent.fuzz.coverage import Coverage
from assent.fuzz.credentials import Credentials
from assent.fuzz.links import linked
from assent.fuzz.material import Material
from assent.fuzz.memory import Memory
from assent.fuzz.oracles import oracles
from assent.fuzz.phases import Attempt, attempts, chance, enumerated, examples
from assent.fuzz.resources import Resource, resources
from assent.fuzz.sending import Failure, Sender
from assent.fuzz.sequences import refused, tell
from assent.fuzz.shrinking import is_wide, smaller
from assent.fuzz.trial import Trial, broken_by, standing
from assent.json import Json
from assent.judge.prepared import Prepared
from assent.judge.subject import Subject
from assent.records import dataclass, field, replace
from assent.wire import Exchange
from assent.wire.jsontext import read_json

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "QUERY"})
MOST_SHRINKS: Final = 12
"""Requests spent on making one finding small."""
MOST_PATIENCE: Final = 60.0
"""Seconds that are waited for at most when a provider asks for it."""
MOST_SILENCES: Final = 5
"""Requests without any answer, one after another, until the provider counts as gone."""
SEQUENCES_EVERY: Final = 6
"""Rounds of single requests between two rounds of sequences."""
LONG_RUN: Final = 1_000
"""Requests from which on a run looks for what refused creations leave behind, which costs many."""
_ORDER: Final = {"POST": 0, "GET": 1, "HEAD": 2, "OPTIONS": 2, "QUERY": 2, "PUT": 3, "PATCH": 4, "DELETE": 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run may spend and do. `seconds` None: no limit. `safe`: only methods that change nothing.

    `wanted` says which operations are tested. `fixed` are values of parameters by name. `any_credentials`: the
    provider takes whatever has the right form, as a mock does. `rate` is the most requests a second; `wait` waits.
    """

    requests: int = 1_000
    seconds: float | None = None
    seed: int = 0
    safe: bool = False
    wanted: Callable[[Operation], bool] = lambda _operation: True
    fixed: Mapping[str, Json] = field(default_factory=dict)
    credentials: Credentials = field(default_factory=Credentials)
    any_credentials: bool = False
    rate: float | None = None
    wait: Callable[[float], None] = time.sleep
    told: Callable[[Exchange], None] = lambda _exchange: None
    progress: Callable[[str, int, int], None] = lambda _what, _done, _total: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run found. `stopped` says why it ended, if not because its budget was spent."""

    findings: tuple[Finding, ...]
    requests: int
    seconds: float
    coverage: Coverage
    stopped: str = ""


class Stopped(Exception):
    """The run has to end now; the message says why."""


class Spent(Exception):
    """The budget is used up."""


class Run:
    """The state of one run."""

    def __init__(self, api: Api, send: Sender, settings: Settings) -> None:
        self.settings = settings
        self.prepared = Prepared(api, bases=[urlsplit(send.base).path.rstrip("/")])
        self.memory = Memory()
        self.ledger = Ledger()
        self.coverage = Coverage()
        self.random = Random(settings.seed)  # noqa: S311 - reproducible by design
        self.requests = 0
        self.base = send.base
        self._send = send
        self._silences = 0
        self._began = time.monotonic()
        send.until = None if settings.seconds is None else self._began + settings.seconds
        self.materials = [self._material(key) for key in self._keys(api)]

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    @property
    def spent(self) -> bool:
        """Whether the budget is used up."""
        return self._late or self.requests >= self.settings.requests

    @property
    def _late(self) -> bool:
        return self.settings.seconds is not None and self.seconds >= self.settings.seconds

    def try_out(self, attempt: Attempt) -> Trial:
        """Send the attempt and look at what came back; no findings yet.

        Raises: Stopped if the provider is gone.
        """
        operation = attempt.material.operation
        credentials = self.settings.credentials
        request = credentials.applied(attempt.request, operation, attempt.recipe.credentials)
        self._slow_down()
        exchange, failure = self._send.exchange(request)
        self.requests += 1
        self._heed(exchange)
        if failure is not None and failure.kind == "timeout" and self._late:
            raise Spent  # the run's end cut it short, not the provider
        shown = replace(
            exchange, request=credentials.hidden(exchange.request), operation=operation.operation_id
        )
        self.settings.told(shown)
        subject = Subject(self.prepared, shown)
        own = attempt.recipe.credentials == "own"
        broken = broken_by(subject, authorised=not own or credentials.satisfies(operation))
        trial = Trial(
            attempt=attempt, subject=subject, broken=broken, standing=standing(broken), failure=failure
        )
        self.coverage.add(trial)
        self._learn(trial)
        self._listen(failure)
        return trial

    def take(self, attempt: Attempt) -> Trial:
        """Send the attempt and record what its answer gives away."""
        if self.spent:
            raise Spent
        trial = self.try_out(attempt)
        if attempt.phase == "enumerated":
            attempt.material.note(trial.status)
        for finding in list(oracles(trial)):
            if self.ledger.known(finding, trial) is None:
                self._settle(self.ledger.add(finding, trial))
        return trial

    def leaves_out(self, attempt: Attempt) -> bool:
        """Whether the settings forbid the attempt."""
        if self.settings.safe and attempt.request.method not in SAFE:
            return True
        return self.settings.any_credentials and attempt.recipe.credentials == "wrong"

    def follow(self, tell: Callable[[], Iterator[tuple[Finding, Trial]]]) -> None:
        """Let a sequence happen and record what it gives away; what does not show a second time is flaky."""
        new = [
            self.ledger.add(finding, trial)
            for finding, trial in tell()
            if self.ledger.known(finding, trial) is None
        ]
        again = {cause(finding) for finding, _ in tell()} if new else set()
        for entry in new:
            if cause(entry.finding) not in again:
                entry.finding = replace(entry.finding, status=Status.FLAKY)

    def _settle(self, entry: Known) -> None:
        """Send it again: what shows twice is made small, what does not is flaky."""
        again = self._again(entry, entry.trial.attempt)
        if again is None:
            if entry.trial.attempt.request.method in SAFE:
                entry.finding = replace(entry.finding, status=Status.FLAKY)
            return
        current = entry.trial.attempt
        budget = MOST_SHRINKS if is_wide(current) else 0
        shrunk = True
        while shrunk and budget > 0 and not self.spent:
            shrunk = False
            for attempt in smaller(current):
                if budget <= 0 or self.spent:
                    break
                budget -= 1
                found = self._again(entry, attempt)
                if found is not None:
                    current, shrunk = attempt, True
                    operations = entry.finding.operations
                    entry.finding = replace(found[0], operations=operations)
                    entry.trial = found[1]
                    break

    def _again(self, entry: Known, attempt: Attempt) -> tuple[Finding, Trial] | None:
        """The same cause shown by that attempt, if it shows it."""
        trial = self.try_out(attempt)
        wanted = cause(entry.finding)
        for finding in oracles(trial):
            if cause(finding) == wanted:
                return finding, trial
        return None

    def _learn(self, trial: Trial) -> None:
        response = trial.response
        path = trial.attempt.material.operation.path
        if response is None:
            return
        if trial.accepted and trial.attempt.request.method == "DELETE":
            self._forget(trial)
        elif trial.accepted and response.body and len(response.body) < 200_000:
            body = trial.subject.response_bytes
            value = read_json(body) if isinstance(body, bytes) else None
            if isinstance(value, list):
                self.memory.learn(path, value[0])
        elif trial.status in (404, 410) and trial.attempt.request.method in SAFE:
            self._forget(trial)

    def _forget(self, trial: Trial) -> None:
        operation = trial.attempt.material.operation
        names = [key.name for key in trial.attempt.recipe.parameters if key.location == "path"]
        if names and operation.path.rstrip("/").endswith("{" + names[-1] + "}"):
            key = next(key for key in trial.attempt.recipe.parameters if key.name == names[-1])
            self.memory.forget(operation.path, names[-1], trial.attempt.recipe.parameters[key])

    def _slow_down(self) -> None:
        """Keep to the rate."""
        if self.settings.rate is not None:
            early = self.requests / self.settings.rate - self.seconds
            if early > 0:
                self.settings.wait(early)

    def _heed(self, exchange: Exchange) -> None:
        """Wait as long as a 429 or 503 asks for in seconds, and no longer than a minute (RFC 9110 §10.2.3)."""
        response = exchange.response
        if response is not None and response.status in (429, 503):
            asked = response.header("retry-after") or ""
            if asked.isascii() and asked.isdigit():
                self.settings.wait(min(float(asked[:4]), MOST_PATIENCE))

    def _listen(self, failure: Failure | None) -> None:
        self._silences = self._silences + 1 if failure is not None and failure.kind != "unsent" else 0
        if self._silences >= MOST_SILENCES:
            assert failure is not None
            raise Stopped(f"the provider no longer answers: {failure.why}")

    def _keys(self, api: Api) -> list[OperationKey]:
        """The operations to be tested: those that make things first, those that remove them last."""
        keys = [key for key in api.operations if not self.settings.safe or key.method in SAFE]
        chosen = [key for key in keys if self.settings.wanted(api.operations[key])]
        return sorted(chosen, key=lambda key: (_ORDER.get(key.method, 5), key.path.count("{"), key.path))

    def _material(self, key: OperationKey) -> Material:
        plan = self.prepared.plan(key)
        return Material(operation=plan.operation, plan=plan, memory=self.memory, fixed=self.settings.fixed)


def fuzz(api: Api, send: Sender, settings: Settings | None = None) -> Outcome:
    """Test a live provider against its description.

    Raises: UnreachableProvider if nobody answers, or nearly every answer is 404, as with a wrong base URL.
    """
    run = Run(api, send, settings or Settings())
    stopped = ""
    try:
        first_contact(run)
        for attempt in schedule(run):
            if run.leaves_out(attempt):
                continue
            run.take(attempt)
            if run.requests % 50 == 0:
                count = len(run.ledger.entries())
                run.settings.progress(f"requests sent, {count} findings", run.requests, run.settings.requests)
    except Spent:
        pass
    except Stopped as end:
        stopped = str(end)
    findings = [finished(entry) for entry in run.ledger.entries()]
    run.coverage.name(run.materials)
    return Outcome(
        findings=tuple(findings),
        requests=run.requests,
        seconds=run.seconds,
        coverage=run.coverage,
        stopped=stopped,
    )


def first_contact(run: Run) -> None:
    """One simple request to each operation: is anybody there, and is it the provider that is described?"""
    statuses: list[int] = []
    answered = False
    for material in run.materials:
        for attempt in enumerated(material):
            trial = run.take(attempt)
            if trial.failure is not None and trial.failure.kind == "refused" and not answered:
                raise UnreachableProvider(run.base, trial.failure.why)
            answered = answered or trial.failure is None
            statuses.append(trial.status)
            break
    missing = sum(status in (404, 0) for status in statuses)
    if len(statuses) >= 3 and missing >= 0.95 * len(statuses) and 404 in statuses:
        why = (
            f"{missing} of {len(statuses)} operations answered 404. Is the base URL right, with its base path? "
            f"The description's servers are {', '.join(server.url for server in run.prepared.api.servers)}."
        )
        raise UnreachableProvider(run.base, why)


def schedule(run: Run) -> Iterator[Attempt]:
    """Attempts from every operation in turn: examples, two of the enumeration, one by chance, and again."""
    for material in run.materials:
        yield from examples(material)
    listed = [enumerated(material) for material in run.materials]
    drawn = [chance(material, Random(run.random.random())) for material in run.materials]  # noqa: S311 - reproducible by design
    for source in listed:
        next(source, None)  # first_contact has sent it
    kinds = [] if run.settings.safe else list(resources(run.materials))
    rounds, idle = 0, False
    while not idle:
        idle = True
        if rounds % SEQUENCES_EVERY == 0:
            for resource in kinds:
                run.follow(_life(run, resource, run.random.random() if rounds else None))
                if rounds == 0 and run.settings.requests >= LONG_RUN:
                    run.follow(partial(refused, resource, run.take))
            for material in run.materials:
                yield from _along_links(run, material)
        rounds += 1
        for enumeration, by_chance in zip(listed, drawn, strict=True):
            for source in (enumeration, enumeration, by_chance):
                attempt = next(source, None)
                if attempt is not None:
                    idle = False
                    yield attempt


def _life(run: Run, resource: Resource, seed: float | None) -> Callable[[], Iterator[tuple[Finding, Trial]]]:
    """The life of one thing, the same whenever it is told; by chance if there is a seed."""

    def told() -> Iterator[tuple[Finding, Trial]]:
        return tell(resource, run.take, None if seed is None else Random(seed))  # noqa: S311 - reproducible by design

    return told


def _along_links(run: Run, material: Material) -> Iterator[Attempt]:
    """The links of an operation's answer to its simplest request, each followed once."""
    recipe = material.simplest()
    if recipe is None or not any(response.links for response in material.operation.responses.values()):
        return
    for attempt in attempts(material, "links", iter([("the simplest request", recipe)])):
        if not run.leaves_out(attempt):
            yield from linked(run.take(attempt), run.materials)


def finished(entry: Known) -> Finding:
    """The finding with how often it was met, and what was tried."""
    return replace(
        entry.finding,
        status=entry.finding.status or Status.NEW,
        extra={**entry.finding.extra, "times": entry.times, "about": entry.trial.attempt.about},
    )
