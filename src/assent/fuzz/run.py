"""The state of one run: what was sent and met, failures sent again and made small."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from random import Random
from typing import Final
from urllib.parse import urlsplit

from assent.api.model import Api, OperationKey
from assent.findings import Finding, Status
from assent.fuzz.anew import Telling, from_nothing, is_for_want
from assent.fuzz.blame import Blamed, Seen, blame, named
from assent.fuzz.calling import Answered, Call, Caller
from assent.fuzz.causes import ABOUT_A_PART, Cause, Known, Ledger, cause, says_no_more
from assent.fuzz.coverage import Coverage
from assent.fuzz.credentials import unseen
from assent.fuzz.material import Material
from assent.fuzz.memory import Memory
from assent.fuzz.oracles import oracles
from assent.fuzz.origins import Origins
from assent.fuzz.phases import SIMPLEST, Attempt
from assent.fuzz.rules import own_oracle
from assent.fuzz.sending import Failure, Sender
from assent.fuzz.settings import Settings
from assent.fuzz.shrinking import is_wide, smaller
from assent.fuzz.trial import Trial, broken_by, standing
from assent.judge.prepared import Prepared
from assent.judge.subject import Subject
from assent.records import replace
from assent.wire import Exchange, methods
from assent.wire.jsontext import read_json
from assent.wire.message import MOCK

SAFE: Final = methods.SAFE - {"TRACE"}
"""What `--safe` sends: not TRACE, whose answer gives credentials back (RFC 9110 §9.3.8)."""
MOST_SHRINKS: Final = 12
"""Requests spent on making one finding small."""
MOST_SILENCES: Final = 5
"""Requests without any answer, one after another, until the provider counts as gone."""
LONGEST_URL: Final = 200
"""Characters of a URL that a message shows."""
_ORDER: Final = {"POST": 0, "GET": 1, "HEAD": 2, "OPTIONS": 2, "QUERY": 2, "PUT": 3, "PATCH": 4, "DELETE": 6}


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
        self.base = send.base
        self.caller = Caller(send, settings)
        self._calls: deque[Call] = deque()
        self._silences = 0
        self._answered = self._unanswered = ""
        self._to_tell: list[Known] = []
        self._taken: set[OperationKey] = set()
        self.mocked = False
        self.materials = [self._material(key) for key in self._keys(api)]
        self.origins = Origins(self.materials)

    @property
    def requests(self) -> int:
        return self.caller.sent

    @property
    def share(self) -> float:
        """The part of the budget that is used up."""
        limit = self.settings.seconds
        return max(self.requests / self.settings.requests, self.caller.seconds / limit if limit else 0.0)

    @property
    def spent(self) -> bool:
        """Whether the budget is used up."""
        return self._late or self.requests >= self.settings.requests

    @property
    def _late(self) -> bool:
        return self.settings.seconds is not None and self.caller.seconds >= self.settings.seconds

    def offer(self, attempt: Attempt) -> None:
        """Send the attempt beside others that are under way, and look at the answers in their order.

        Raises: Spent, or Stopped if the provider is gone.
        """
        if self.spent:
            raise Spent
        self._calls.append(self.caller.begin(attempt))
        while len(self._calls) >= self.caller.most:
            self._next()

    def drain(self) -> None:
        """Wait until nothing is under way, and look at all that came."""
        while self._calls:
            self._next()

    def rest(self) -> None:
        """Look at what is still under way without sending anything more."""
        while self._calls:
            call = self._calls.popleft()
            try:
                trial = self._tried(call.attempt, self.caller.end(call))
            except (Spent, Stopped):
                continue
            for finding in oracles(trial):
                if self.ledger.known(finding, trial) is None:
                    self.ledger.add(finding, trial)

    def take(self, attempt: Attempt) -> Trial:
        """Send the attempt, with nothing else under way, and record what its answer gives away."""
        self.drain()
        if self.spent:
            raise Spent
        return self._judge(self.try_out(attempt))

    def together(self, attempts: Sequence[Attempt]) -> list[Trial]:
        """Send all at once, and record nothing yet."""
        self.drain()
        if self.spent:
            raise Spent
        answers = self.caller.together(attempts)
        return [self._tried(attempt, answer) for attempt, answer in zip(attempts, answers, strict=True)]

    def try_out(self, attempt: Attempt) -> Trial:
        """Send the attempt and look at what came back; no findings yet.

        Raises: Stopped if the provider is gone.
        """
        return self._tried(attempt, self.caller.end(self.caller.begin(attempt)))

    def leaves_out(self, attempt: Attempt) -> bool:
        """Whether the settings forbid the attempt."""
        method, operation = attempt.request.method, attempt.material.operation
        if self.settings.safe and method not in SAFE:
            return True
        if method != operation.method:  # a method that is not described is none that was left out
            there = replace(operation, key=OperationKey(method, operation.path))
            if not self.settings.wanted(there):
                return True
        if not (self.settings.any_credentials or self.mocked):
            return False
        kind = attempt.recipe.credentials
        return kind == "wrong" or (kind == "none" and unseen(attempt.material.operation))

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

    def tell_anew(self) -> None:
        """Tell what was found since on things made for it, so that each finding can be shown from nothing.

        To be called between sequences, not within: it makes things.
        Raises: Spent, or Stopped if the provider is gone.
        """
        while self._to_tell:
            self.drain()
            if self.spent:
                raise Spent
            entry = self._to_tell.pop(0)
            if entry.finding.witness is None or entry.finding.witness.steps:
                continue
            refused = entry.finding.rule.id == "valid-input-refused"
            if refused and is_for_want(entry.trial.attempt, self._telling(entry)):
                self.ledger.withdraw(entry)
                continue
            telling = self._telling(entry)
            told = from_nothing(entry.finding, entry.trial.attempt, telling)
            if told is not None:
                entry.show(*told)
            elif refused and telling.taken and not entry.where:
                self.ledger.withdraw(entry)  # it was refused for want of what its path names

    def _telling(self, entry: Known) -> Telling:
        return Telling(
            origins=self.origins, send=self.try_out, shows=partial(self._shown_by, cause(entry.finding))
        )

    def _next(self) -> None:
        call = self._calls.popleft()
        self._judge(self._tried(call.attempt, self.caller.end(call)))

    def _tried(self, attempt: Attempt, answered: Answered) -> Trial:
        exchange, failure = answered
        if failure is not None and failure.kind == "timeout" and self._late:
            raise Spent  # the run's end cut it short, not the provider
        operation, credentials = attempt.material.operation, self.settings.credentials
        self.settings.told(exchange)
        if exchange.response is not None and exchange.response.header("server") == MOCK:
            self.mocked = True
        subject = Subject(self.prepared, exchange)
        own = attempt.recipe.credentials == "own"
        broken = broken_by(subject, authorised=not own or credentials.satisfies(operation))
        trial = Trial(
            attempt=attempt, subject=subject, broken=broken, standing=standing(broken), failure=failure
        )
        self.coverage.add(trial)
        self._learn(trial)
        self._listen(exchange, failure)
        return trial

    def _judge(self, trial: Trial) -> Trial:
        """Record what the answer gives away."""
        attempt = trial.attempt
        if attempt.phase == "enumerated":
            attempt.material.note(trial.status)
            if trial.accepted and attempt.about == SIMPLEST:
                self._taken.add(attempt.material.operation.key)
        for finding in list(self._findings(trial)):
            if self.ledger.known(finding, trial) is None:
                self._settle(self.ledger.add(finding, trial))
        return trial

    def _findings(self, trial: Trial) -> Iterator[Finding]:
        yield from oracles(trial)
        yield from own_oracle.check(trial, self.settings.hooks)

    def _settle(self, entry: Known) -> None:
        """Send it again: what shows twice is made small, what does not is flaky."""
        again = self._again(entry, entry.trial.attempt)
        if again is None:
            # A connection may break for reasons of its own; a provider that is gone since is no such reason.
            silent = entry.finding.rule.id == "no-answer" and not self._silences
            safe = entry.trial.attempt.request.method in SAFE and not self._silences
            if silent or safe:
                entry.finding = replace(entry.finding, status=Status.FLAKY)
        else:
            first = entry.where, cause(entry.finding)
            blamed = self._blamed(entry) if entry.finding.rule.id in ABOUT_A_PART else None
            if blamed is not None and blamed.shown is not None:
                entry.show(*blamed.shown)
            self._shrink(entry)
            if blamed is not None and self._is_known(entry, blamed, first):
                return
            if self.spent and blamed is not None and not blamed.sure and self.ledger.presumed(entry):
                return
        if not self.settings.safe:
            self._to_tell.append(entry)

    def _blamed(self, entry: Known) -> Blamed:
        """The parts of the request that the failure needs."""
        rule, now, cut = entry.finding.rule.id, [(entry.finding, entry.trial)], False

        def look(attempt: Attempt) -> Seen | None:
            nonlocal cut
            if self.spent:
                cut = True
                return None
            trial = self.try_out(attempt)
            found = [it for it in self._findings(trial) if it.rule.id == rule]
            shown = next((it for it in found if says_no_more(it, now[-1][0])), None)
            if shown is not None:
                now.append((shown, trial))
            return Seen(
                shown=None if shown is None else now[-1],
                fails=bool(found),
                accepted=200 <= trial.status < 400,
            )

        attempt = entry.trial.attempt
        fine = attempt.phase == "enumerated" and attempt.material.operation.key in self._taken
        blamed = blame(attempt, look, suspects=self.ledger.suspects(entry), simple_is_fine=fine)
        return replace(blamed, sure=False) if cut else blamed

    def _is_known(self, entry: Known, blamed: Blamed, first: tuple[str, Cause]) -> bool:
        """Say what the failure is about, and whether it is another showing of one that was met before."""
        trial = replace(entry.trial, attempt=named(entry.trial.attempt, blamed))
        if first[0]:
            entry.also.add(first)
        finding = self._shown_by(cause(entry.finding), trial)
        if finding is not None:
            entry.show(finding, trial)
        return self.ledger.joined(entry)

    def _shrink(self, entry: Known) -> None:
        """Make the request of a finding small, one thing after the other."""
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
                    entry.show(*found)
                    break

    def _again(self, entry: Known, attempt: Attempt) -> tuple[Finding, Trial] | None:
        """The same cause shown by that attempt, if it shows it."""
        trial = self.try_out(attempt)
        finding = self._shown_by(cause(entry.finding), trial)
        return None if finding is None else (finding, trial)

    def _shown_by(self, wanted: Cause, trial: Trial) -> Finding | None:
        """What the trial shows of that cause."""
        return next((it for it in self._findings(trial) if cause(it) == wanted), None)

    def _learn(self, trial: Trial) -> None:
        response = trial.response
        path = trial.attempt.material.operation.path
        if response is None:
            return
        self.origins.note(trial)
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

    def _listen(self, exchange: Exchange, failure: Failure | None) -> None:
        """Count silences, and remember around which requests they began.

        Raises: Stopped if the provider is gone.
        """
        if failure is None or failure.kind == "unsent":
            self._silences = 0
            self._answered = _named(exchange)
            return
        if not self._silences:
            self._unanswered = _named(exchange)
        self._silences += 1
        if self._silences >= MOST_SILENCES:
            before = f"; the last answer was to {self._answered}" if self._answered else ""
            if not self._answered and self.base.startswith("https:"):
                before = ". None was ever answered, as where a client's certificate is asked for (--cert)"
            raise Stopped(
                f"the provider no longer answers: {failure.why}. "
                f"The first request without an answer was {self._unanswered}{before}"
            )

    def _keys(self, api: Api) -> list[OperationKey]:
        """The operations to be tested: those that make things first, those that remove them last."""
        keys = [key for key in api.operations if not self.settings.safe or key.method in SAFE]
        chosen = [key for key in keys if self.settings.wanted(api.operations[key])]
        return sorted(chosen, key=lambda key: (_ORDER.get(key.method, 5), key.path.count("{"), key.path))

    def _material(self, key: OperationKey) -> Material:
        plan = self.prepared.plan(key)
        return Material(
            operation=plan.operation,
            plan=plan,
            memory=self.memory,
            fixed=self.settings.fixed,
            hooks=self.settings.hooks,
            listen=self.drain,
        )


def _named(exchange: Exchange) -> str:
    """The request in a few words, by which one can find it in a recording: the likely end of a provider."""
    request, response = exchange.request, exchange.response
    url = request.url if len(request.url) <= LONGEST_URL else f"{request.url[:LONGEST_URL]}…"
    body = f" with {len(request.body):,} bytes" if request.body else ""
    return f"{request.method} {url}{body}" + (f" ({response.status})" if response else "")
