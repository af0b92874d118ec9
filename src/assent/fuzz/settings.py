"""What a run may spend and do, and what comes of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from assent.api.model import Operation
from assent.findings import Finding
from assent.fuzz.coverage import Coverage
from assent.fuzz.credentials import Credentials
from assent.fuzz.hooks import NO_HOOKS, HookError, Hooks
from assent.json import Json
from assent.records import dataclass, field
from assent.wire import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run may spend and do. `seconds` None: no limit. `safe`: only methods that change nothing.

    `wanted` says which operations are tested. `fixed` are values of parameters by name. `any_credentials`: the
    provider takes whatever has the right form, as a mock does. `workers` are the requests under way at once; their
    answers are looked at in the order of the plan. `rate` is the most requests a second, `rates` the same for
    single operations by operationId or `METHOD /path`; `wait` waits. `state` is the file that an interrupted run
    goes on from, and `state_key` names what must be the same for that, as the description's digest.
    """

    requests: int = 1_000
    seconds: float | None = None
    seed: int = 0
    safe: bool = False
    wanted: Callable[[Operation], bool] = lambda _operation: True
    fixed: Mapping[str, Json] = field(default_factory=dict)
    credentials: Credentials = field(default_factory=Credentials)
    any_credentials: bool = False
    workers: int = 1
    rate: float | None = None
    rates: Mapping[str, float] = field(default_factory=dict)
    hooks: Hooks = NO_HOOKS
    state: Path | None = None
    state_key: str = ""
    wait: Callable[[float], None] = time.sleep
    told: Callable[[Exchange], None] = lambda _exchange: None
    progress: Callable[[str, int, int], None] = lambda _what, _done, _total: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run found. `stopped` says why it ended, if not because its budget was spent.

    `resumed` are the requests whose answers an interrupted run had kept. `hook_errors` are what the user's own
    functions raised, each once. `interrupted`: somebody pressed Ctrl-C.
    """

    findings: tuple[Finding, ...]
    requests: int
    seconds: float
    coverage: Coverage
    stopped: str = ""
    interrupted: bool = False
    resumed: int = 0
    hook_errors: tuple[HookError, ...] = ()
