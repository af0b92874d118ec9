"""`--record`: every exchange to a file while it happens, as lines of JSON or as a HAR that is whole at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final

from assent import __version__
from assent.cli.options import Wanted
from assent.errors import UsageError
from assent.wire import Exchange, write_ndjson
from assent.wire.recorded import HAR_TAIL, har_entry, har_head

RECORDINGS: Final = ("ndjson", "har")
"""The formats in which exchanges are kept, rather than findings reported."""


@contextmanager
def recorders(
    file: Path | None, wanted: Sequence[Wanted], *, anew: bool = True
) -> Iterator[tuple[Callable[[Exchange], None], Sequence[Wanted]]]:
    """What keeps exchanges in `--record` and wherever the formats ask for it, and the formats that are reports.

    Without `anew` lines are added to those that `--record` has.
    Raises: UsageError if a recording has no file, or it cannot be written.
    """
    with ExitStack() as stack:
        tellers = [stack.enter_context(recorder(file, anew=anew))]
        for it in wanted:
            if it.format not in RECORDINGS:
                continue
            if it.file is None:
                raise UsageError(f"A recording goes to a file: -f {it.format}=FILE.")
            tellers.append(stack.enter_context(recorder(it.file, anew=True, as_har=it.format == "har")))
        told = [it for it in tellers if it is not None]

        def tell(exchange: Exchange) -> None:
            for teller in told:
                teller(exchange)

        yield tell, [it for it in wanted if it.format not in RECORDINGS]


@contextmanager
def recorder(
    file: Path | None, *, anew: bool = False, as_har: bool | None = None
) -> Iterator[Callable[[Exchange], None] | None]:
    """Takes exchanges and keeps them in the file; None where no file is named. `.har` is HAR, all else ndjson.

    A HAR always begins anew, lines only with `anew`: they are added to those that the file has.
    Raises: UsageError if the file cannot be written.
    """
    if file is None:
        yield None
        return
    if as_har is None:
        as_har = file.suffix.lower() == ".har"
    try:
        out = file.open("wb" if as_har or anew else "ab")
    except OSError as error:
        raise UsageError(f"{file}: cannot be written ({error.strerror}).") from error
    with out:
        yield _har_writer(out) if as_har else _line_writer(out)


def _line_writer(out: BinaryIO) -> Callable[[Exchange], None]:
    def line(exchange: Exchange) -> None:
        out.write("".join(write_ndjson([exchange])).encode())
        out.flush()

    return line


def _har_writer(out: BinaryIO) -> Callable[[Exchange], None]:
    """Each entry is written together with the end of the log, over the end before it: who is killed leaves a HAR."""
    tail = HAR_TAIL.encode()
    out.write(har_head(version=__version__).encode())
    end = first = out.tell()
    out.write(tail)
    out.flush()

    def entry(exchange: Exchange) -> None:
        nonlocal end
        started = datetime.now(UTC) - timedelta(seconds=exchange.seconds or 0)
        text = har_entry(exchange, started=started.isoformat(timespec="milliseconds"), first=end == first)
        out.seek(end)
        out.write(text.encode() + tail)
        out.flush()
        end = out.tell() - len(tail)

    return entry
