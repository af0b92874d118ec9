"""The `assent` command: it runs, and ends without tidying up what the system frees at once."""

import atexit
import gc
import os
import sys


def main() -> None:
    status: list[object] = []
    atexit.register(_end_at_once, status)  # the first to be registered runs last
    gc.disable()  # until the command is loaded: what is imported stays, so looking for garbage in it is in vain
    bytes(1 << 24)  # never touched: having freed as much, glibc keeps what is freed for the next text
    from assent.cli import main as run

    try:
        run()
    except SystemExit as ended:
        status.append(ended.code)
        raise


def _end_at_once(status: list[object]) -> None:
    """End the process. Freeing two descriptions object by object takes a tenth of a comparison's time.

    Somebody who watches the process (a debugger, a measurement of coverage) sees it end as usual.
    """
    match status:
        case [int(code)] if sys.gettrace() is None and sys.getprofile() is None:
            pass
        case _:
            return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # a reader that has gone; the interpreter knows what to say
        return
    os._exit(code)


if __name__ == "__main__":
    main()
