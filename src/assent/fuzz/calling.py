"""From an attempt to its exchange: credentials, hooks, the rate, patience, workers, and what an earlier run has kept."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from typing import Final, TypeAlias

from assent.api.model import Operation
from assent.fuzz.journal import Journal, Kept, open_journal
from assent.fuzz.phases import Attempt
from assent.fuzz.sending import Failure, Sender
from assent.fuzz.settings import Settings
from assent.records import dataclass, replace
from assent.wire import Exchange, Request, Response

MOST_PATIENCE: Final = 60.0
"""Seconds that are waited for at most when a provider asks for it."""
MOST_BUSY: Final = 2
"""Times that one request is sent again because the provider asked to wait."""

Answered: TypeAlias = tuple[Exchange, Failure | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request under way: as sent, or with the answer that an earlier run has kept."""

    attempt: Attempt
    request: Request
    kept: Kept | None = None
    future: Future[Answered] | None = None


class Caller:
    """Sends attempts, perhaps several at once; it must be closed. `sent` counts requests that have begun."""

    def __init__(self, send: Sender, settings: Settings) -> None:
        self.sent = 0
        self.settings = settings
        self._send = send
        self._by_operation: dict[str, int] = {}
        self._journal: Journal | None = None
        if settings.state is not None:
            self._journal = open_journal(settings.state, settings.state_key)
        self.began = time.monotonic() - (self._journal.elapsed if self._journal else 0.0)
        send.until = None if settings.seconds is None else self.began + settings.seconds
        several = settings.workers > 1 and send.threads
        self._pool = ThreadPoolExecutor(settings.workers) if several else None
        self.most = settings.workers * 2 if several else 1

    @property
    def seconds(self) -> float:
        """Seconds that the run has lasted, those before an interruption included."""
        return time.monotonic() - self.began

    @property
    def resumed(self) -> int:
        """Requests that were answered from the journal."""
        return self._journal.used if self._journal else 0

    @property
    def overlaps(self) -> bool:
        return self._send.overlaps

    def begin(self, attempt: Attempt) -> Call:
        """Send the attempt when a worker is free, or find its answer in the journal."""
        self.sent += 1
        if self._journal is not None:
            kept = self._journal.answer(attempt.request, attempt.recipe.credentials)
            if kept is not None:
                return Call(attempt=attempt, request=attempt.request, kept=kept)
        self._slow_down(attempt.material.operation)
        request = self._made(attempt)
        if self._pool is None:
            return Call(attempt=attempt, request=request)
        return Call(attempt=attempt, request=request, future=self._pool.submit(self._send.exchange, request))

    def end(self, call: Call) -> Answered:
        """The exchange as it may be shown: no secret is in it."""
        if call.kept is not None:
            return call.kept.exchange, call.kept.failure
        exchange, failure = call.future.result() if call.future else self._send.exchange(call.request)
        for _ in range(MOST_BUSY):
            if not self._heed(exchange):
                break
            self.sent += 1
            self._slow_down(call.attempt.material.operation)
            exchange, failure = self._send.exchange(call.request)
        if exchange.response is not None and exchange.response.status == 401:
            exchange, failure = self._with_new_credentials(call, exchange, failure)
        return self._keep(call.attempt, exchange, failure)

    def together(self, attempts: Sequence[Attempt]) -> list[Answered]:
        """The exchanges of attempts that are sent at once, each by a client of its own."""
        self.sent += len(attempts)
        if self._journal is not None:
            kept = [self._journal.answer(it.request, it.recipe.credentials) for it in attempts]
            if all(it is not None for it in kept):
                return [(it.exchange, it.failure) for it in kept if it is not None]
        for attempt in attempts:
            self._slow_down(attempt.material.operation)
        answers = self._send.together([self._made(attempt) for attempt in attempts])
        return [self._keep(attempt, *answer) for attempt, answer in zip(attempts, answers, strict=True)]

    def close(self, *, finished: bool) -> None:
        """End the workers. A finished run's state is removed."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        if self._journal is not None:
            self._journal.close(finished=finished)

    def _made(self, attempt: Attempt) -> Request:
        operation = attempt.material.operation
        credentials = self.settings.credentials
        request = credentials.applied(attempt.request, operation, attempt.recipe.credentials)
        changed = self.settings.hooks.before_call(request, operation)
        credentials.learn(request, changed, operation)
        return changed

    def _keep(self, attempt: Attempt, exchange: Exchange, failure: Failure | None) -> Answered:
        operation = attempt.material.operation
        shown = replace(self.settings.credentials.shown(exchange), operation=operation.operation_id)
        self.settings.hooks.after_call(shown, operation)
        if self._journal is not None:
            kept = Kept(exchange=shown, failure=failure, elapsed=self.seconds)
            self._journal.add(attempt.request, attempt.recipe.credentials, kept)
        return shown, failure

    def _with_new_credentials(self, call: Call, exchange: Exchange, failure: Failure | None) -> Answered:
        """What comes of the request with fresh credentials, where there are any to be had."""
        operation = call.attempt.material.operation
        own = call.attempt.recipe.credentials == "own"
        if not own or not self.settings.credentials.renew(operation, call.request):
            return exchange, failure
        self.sent += 1
        return self._send.exchange(self._made(call.attempt))

    def _slow_down(self, operation: Operation) -> None:
        """Keep to the rates, the whole run's and the operation's."""
        waits = [] if self.settings.rate is None else [(self.sent - 1) / self.settings.rate - self.seconds]
        for name in (operation.operation_id or "", f"{operation.method} {operation.path}"):
            if name in self.settings.rates:
                count = self._by_operation.get(name, 0)
                self._by_operation[name] = count + 1
                waits.append(count / self.settings.rates[name] - self.seconds)
        if waits and max(waits) > 0:
            self.settings.wait(max(waits))

    def _heed(self, exchange: Exchange) -> bool:
        """Whether the answer asked to wait; then that was waited for, and no longer than a minute (RFC 9110 §10.2.3)."""
        response = exchange.response
        if response is None or response.status not in (429, 503):
            return False
        asked = seconds_asked(response)
        if asked is None:
            return False
        if self.settings.seconds is not None:
            asked = min(asked, max(self.settings.seconds - self.seconds, 0.0))
        self.settings.wait(min(asked, MOST_PATIENCE))
        return self.settings.seconds is None or self.seconds < self.settings.seconds


def seconds_asked(response: Response) -> float | None:
    """What `Retry-After` asks for, as seconds or as a date beside the answer's own; None if it asks for nothing."""
    asked = (response.header("retry-after") or "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:6])
    try:
        until = parsedate_to_datetime(asked)
        now = parsedate_to_datetime(response.header("date") or "")
    except ValueError:
        return None
    if (until.tzinfo is None) != (now.tzinfo is None):
        return None
    return max((until - now).total_seconds(), 0.0)
