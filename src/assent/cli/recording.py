"""`--record`: every exchange to a file while it happens, as lines of JSON or as a HAR that is whole at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from assent import __version__
from assent.errors import UsageError
from assent.wire import Exchange, write_ndjson
from assent.wire.recorded import HAR_TAIL, har_entry, har_head


@contextmanager
def recorder(file: Path | None, *, anew: bool = False) -> Iterator[Callable[[Exchange], None] | None]:
    """Takes exchanges and keeps them in the file; None where no file is named. `.har` is HAR, all else ndjson.

    A HAR always begins anew, lines only with `anew`: they are added to those that the file has.
    Raises: UsageError if the file cannot be written.
    """
    if file is None:
        yield None
        return
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
