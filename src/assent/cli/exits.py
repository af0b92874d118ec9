"""What the command's exit status means, and which error ends with which."""

from __future__ import annotations

from enum import IntEnum

from assent.errors import AssentError, DescriptionError, UnreachableProvider, UsageError


class Exit(IntEnum):
    """The exit statuses of every command."""

    FINE = 0
    """Nothing at or above `--fail-on`."""
    FINDINGS = 1
    """Something at or above `--fail-on`."""
    USAGE = 2
    """The command line or the configuration makes no sense."""
    UNLOADABLE = 3
    """A description, a pact or recorded traffic cannot be loaded."""
    UNREACHABLE = 4
    """The provider cannot be reached, or something is undecided under `--strict`."""
    DEFECT = 5
    """assent itself is wrong."""
    HOOK = 6
    """A function of the user's raised an error during the run; the rest of the run is told."""
    INTERRUPTED = 130
    """Somebody pressed Ctrl-C."""


MEANINGS = (
    (Exit.FINE, "nothing at or above --fail-on"),
    (Exit.FINDINGS, "findings at or above --fail-on"),
    (Exit.USAGE, "wrong usage"),
    (Exit.UNLOADABLE, "a description or a pact cannot be loaded"),
    (Exit.UNREACHABLE, "the provider cannot be reached, or undecided under --strict"),
    (Exit.DEFECT, "a defect in assent"),
    (Exit.HOOK, "a hook of your own raised an error"),
    (Exit.INTERRUPTED, "interrupted"),
)


def exit_for(error: AssentError) -> Exit:
    """The status with which that error ends the command."""
    match error:
        case UsageError():
            return Exit.USAGE
        case DescriptionError():
            return Exit.UNLOADABLE
        case UnreachableProvider():
            return Exit.UNREACHABLE
        case _:
            return Exit.DEFECT
