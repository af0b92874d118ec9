"""`--record`: every exchange to a file, as lines of JSON while they happen, or as one HAR at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assent.errors import UsageError
from assent.wire import Exchange, write_har, write_ndjson


@contextmanager
def recorder(file: Path | None) -> Iterator[Callable[[Exchange], None] | None]:
    """Takes exchanges and keeps them in the file; None where no file is named. `.har` is HAR, all else ndjson.

    Raises: UsageError if the file cannot be written.
    """
    if file is None:
        yield None
        return
    try:
        out = file.open("w" if file.suffix == ".har" else "a", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file}: cannot be written ({error.strerror}).") from error
    with out:
        if file.suffix != ".har":

            def line(exchange: Exchange) -> None:
                out.writelines(write_ndjson([exchange]))
                out.flush()

            yield line
            return
        kept: list[Exchange] = []
        try:
            yield kept.append
        finally:
            _write_har(out.write, kept)


def _write_har(write: Callable[[str], object], kept: list[Exchange]) -> None:
    import json
    from datetime import UTC, datetime

    from assent import __version__

    started = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    write(json.dumps(write_har(kept, version=__version__, started=started), ensure_ascii=False, indent=1))
