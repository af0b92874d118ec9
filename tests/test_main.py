"""The process: what it prints arrives whole, and its status is the command's."""

from __future__ import annotations

import subprocess
import sys

from assent import __main__
from assent.cli.exits import Exit


def test_what_a_process_prints_arrives_whole_and_its_status_is_the_commands() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "assent", "--help"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == Exit.FINE
    assert ended.stdout.startswith("Usage: assent")
    assert ended.stderr == ""


def test_wrong_usage_ends_the_process_with_its_status() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "assent", "chek"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == Exit.USAGE
    assert "check" in ended.stderr


def test_whatever_waits_for_the_end_of_the_process_still_runs() -> None:
    code = (
        "import atexit, sys; from assent.__main__ import main; sys.argv = ['assent', '--version']\n"
        "try:\n    main()\n"
        "finally:\n    atexit.register(print, 'later')"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[1:] == ["later"]


def test_a_process_that_is_watched_ends_as_usual() -> None:
    sys.setprofile(lambda *_: None)
    try:
        __main__._end_at_once([0])
    finally:
        sys.setprofile(None)
    __main__._end_at_once([])
