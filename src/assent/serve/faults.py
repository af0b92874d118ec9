"""Trouble on purpose: latency, described errors, cut connections; seeded, and off unless asked for."""

from __future__ import annotations

import re
from random import Random

from assent.api.model import Operation
from assent.errors import UsageError
from assent.records import dataclass

_LATENCY = re.compile(r"(?P<low>\d+)(?:-(?P<high>\d+))?ms")
_RATE = re.compile(r"(?P<name>error|cut)=(?P<rate>0(?:\.\d+)?|1(?:\.0+)?|\.\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """How much trouble: rates from 0 to 1, latency in milliseconds, drawn evenly between its bounds."""

    error: float = 0.0
    cut: float = 0.0
    latency: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What befalls one request: milliseconds to wait, an error's status to answer with, or a cut connection."""

    wait: int = 0
    status: str | None = None
    cut: bool = False


def parse_faults(text: str) -> Faults:
    """Faults as the command line writes them: `error=0.1,cut=0.01,latency=20-200ms`.

    Raises: UsageError.
    """
    rates: dict[str, float] = {}
    latency = (0, 0)
    for part in filter(None, map(str.strip, text.split(","))):
        if match := _RATE.fullmatch(part):
            rates[match["name"]] = float(match["rate"])
        elif match := _LATENCY.fullmatch(part.removeprefix("latency=")):
            low = int(match["low"])
            latency = low, max(low, int(match["high"] or low))
        else:
            raise UsageError(
                f"{part!r} is no fault. Known: error=RATE, cut=RATE (0 to 1), latency=20ms or latency=20-200ms."
            )
    return Faults(error=rates.get("error", 0.0), cut=rates.get("cut", 0.0), latency=latency)


def trouble(faults: Faults, random: Random, operation: Operation | None) -> Trouble:
    """What befalls the next request; an error only where the operation describes one."""
    wait = random.randint(*faults.latency)
    if random.random() < faults.cut:
        return Trouble(wait=wait, cut=True)
    if random.random() < faults.error and operation is not None:
        errors = [key for key in operation.responses if key[0] in "45"]
        if errors:
            return Trouble(wait=wait, status=random.choice(errors).replace("X", "0"))
    return Trouble(wait=wait)
