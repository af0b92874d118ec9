"""The command line: runs a command and turns whatever happens into an exit status."""

from __future__ import annotations

import _thread
import os
import sys
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from assent.cli.exits import Exit, exit_for
from assent.errors import AssentError
from assent.spared import spared


def cleaned(text: str) -> str:
    """The text as `inspect.cleandoc` gives it, which has nothing to do where no line is indented."""
    if "\t" in text or text != text.strip() or any(line[:1].isspace() for line in text.split("\n")):
        from inspect import cleandoc

        return cleandoc(text)
    return text


_SPARED: Final[dict[str, dict[str, Any]]] = {
    "gettext": {  # click speaks the language that assent does
        "gettext": lambda text: text,
        "ngettext": lambda one, many, count: one if count == 1 else many,
    },
    "inspect": {"cleandoc": cleaned},
    "platform": {"system": lambda: os.uname().sysname},  # for `uuid`
    "threading": {"local": _thread._local},
}

with spared(_SPARED):
    import click

__all__ = ["main", "run"]

COMPLETION = "_ASSENT_COMPLETE"
"""Set by a shell that wants completions instead of a run; see `assent completion`."""


def main() -> NoReturn:
    """Run the command that the process was started with, and end the process."""
    code = run(sys.argv[1:])
    sys.exit(code)


def run(args: Sequence[str]) -> int:
    """Run one command line and give its exit status. Nothing escapes but a debugged defect."""
    from assent.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    try:
        if COMPLETION in os.environ:
            app.main(list(args), prog_name="assent", complete_var=COMPLETION)
        with app.make_context("assent", list(args)) as context:
            status = app.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        error.show(sys.stderr)
        return Exit.USAGE
    except (KeyboardInterrupt, click.Abort, EOFError):
        print("assent: interrupted", file=sys.stderr)
        return Exit.INTERRUPTED
    except AssentError as error:
        print(f"assent: {error}", file=sys.stderr)
        return exit_for(error)
    except BrokenPipeError:
        stop_writing()
        return Exit.FINE
    # The one place where everything unforeseen ends: a user gets a report, never a traceback.
    except Exception as error:
        if os.environ.get("ASSENT_DEBUG"):
            raise
        print(describe_defect(error), file=sys.stderr)
        return Exit.DEFECT
    return status if isinstance(status, int) else Exit.FINE


def stop_writing() -> None:
    """Point standard output at nothing, after its reader has gone, so that the interpreter does not complain."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - it must outlive this function


def describe_defect(error: Exception) -> str:
    """A short report of an error that nobody foresaw: what, where, and what to do."""
    import platform
    import traceback
    from pathlib import Path

    from assent import __version__

    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if f"{os.sep}assent{os.sep}" in frame.filename] or list(frames)
    where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno} in {ours[-1].name}" if ours else "unknown"
    return (
        f"assent: a defect in assent {__version__}: {type(error).__name__}: {error}\n"
        f"  at {where}, Python {platform.python_version()}\n"
        "  Please report it, with the description if you may share it. ASSENT_DEBUG=1 shows the traceback."
    )
