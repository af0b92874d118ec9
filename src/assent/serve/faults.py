"""Trouble on purpose: latency, described errors, cut connections; seeded, and off unless asked for."""

from __future__ import annotations

import math
import re
from random import Random

from assent.api.model import Operation
from assent.errors import UsageError
from assent.records import dataclass, field

_NUMBER = r"\d+(?:\.\d+)?"
_LATENCY = re.compile(rf"(?P<first>{_NUMBER})(?:-(?P<second>{_NUMBER}))?ms")
_SHAPED = re.compile(
    rf"(?P<shape>normal|lognormal|exponential)\((?P<first>{_NUMBER})(?:,\s*(?P<second>{_NUMBER}))?\)ms"
)
_COMMA = re.compile(r",(?![^(]*\))")
MOST_WAIT = 60_000
"""Milliseconds that are waited for at most, however far a distribution reaches."""
_RATE = re.compile(r"(?P<name>error|cut)=(?P<rate>0(?:\.\d+)?|1(?:\.0+)?|\.\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Milliseconds to wait, by a distribution.

    `even`: between `first` and `second`. `normal`: mean and standard deviation, never below 0. `lognormal`: median,
    and the standard deviation of the logarithm, as round trips are. `exponential`: mean.
    """

    shape: str = "even"
    first: float = 0.0
    second: float = 0.0

    def drawn(self, random: Random) -> float:
        """Milliseconds for one request."""
        match self.shape:
            case "normal":
                wait = random.gauss(self.first, self.second)
            case "lognormal":
                wait = self.first * math.exp(random.gauss(0, self.second))
            case "exponential":
                wait = random.expovariate(1 / self.first) if self.first else 0.0
            case _:
                wait = random.uniform(self.first, self.second)
        return min(max(wait, 0.0), MOST_WAIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """How much trouble: rates from 0 to 1, and latency."""

    error: float = 0.0
    cut: float = 0.0
    latency: Latency = field(default_factory=Latency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What befalls one request: milliseconds to wait, an error's status to answer with, or a cut connection."""

    wait: float = 0.0
    status: str | None = None
    cut: bool = False


def parse_faults(text: str) -> Faults:
    """Faults as the command line writes them: `error=0.1,cut=0.01,latency=20-200ms`, `latency=normal(100,20)ms`.

    Raises: UsageError.
    """
    rates: dict[str, float] = {}
    latency = Latency()
    for part in filter(None, map(str.strip, _COMMA.split(text))):
        if match := _RATE.fullmatch(part):
            rates[match["name"]] = float(match["rate"])
        elif match := _LATENCY.fullmatch(part.removeprefix("latency=")):
            low = float(match["first"])
            latency = Latency(first=low, second=max(low, float(match["second"] or low)))
        elif (match := _SHAPED.fullmatch(part.removeprefix("latency="))) and _is_whole(match):
            second = float(match["second"] or 0)
            latency = Latency(shape=match["shape"], first=float(match["first"]), second=second)
        else:
            raise UsageError(
                f"{part!r} is no fault. Known: error=RATE, cut=RATE (0 to 1), latency=20ms, 20-200ms, "
                "normal(MEAN,DEVIATION)ms, lognormal(MEDIAN,SIGMA)ms or exponential(MEAN)ms."
            )
    return Faults(error=rates.get("error", 0.0), cut=rates.get("cut", 0.0), latency=latency)


def _is_whole(match: re.Match[str]) -> bool:
    """Whether the distribution has the numbers that it needs, and no other."""
    return (match["second"] is None) == (match["shape"] == "exponential")


def trouble(faults: Faults, random: Random, operation: Operation | None) -> Trouble:
    """What befalls the next request; an error only where the operation describes one."""
    wait = faults.latency.drawn(random)
    if random.random() < faults.cut:
        return Trouble(wait=wait, cut=True)
    if random.random() < faults.error and operation is not None:
        errors = [key for key in operation.responses if key[0] in "45"]
        if errors:
            return Trouble(wait=wait, status=random.choice(errors).replace("X", "0"))
    return Trouble(wait=wait)
