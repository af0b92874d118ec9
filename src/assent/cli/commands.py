"""The commands by name, so that listing them imports none of them."""

from __future__ import annotations

from typing import Final


class Entry:
    """A command as `assent --help` lists it. Its module holds it under the name `command`."""

    def __init__(self, name: str, module: str, summary: str, section: str) -> None:
        self.name = name
        self.module = module
        self.summary = summary
        self.section = section


CHANGES: Final = "Descriptions and their changes"
TRAFFIC: Final = "Traffic"
HELP: Final = "Help"

COMMANDS: Final = (
    Entry("check", "assent.cli.check", "Find everything that is wrong with a description.", CHANGES),
    Entry(
        "compare",
        "assent.cli.compare",
        "Say what changed between two revisions, and prove what breaks.",
        CHANGES,
    ),
    Entry(
        "accept",
        "assent.cli.accept",
        "Accept the findings that fail a comparison, or a run of another command, with a reason.",
        CHANGES,
    ),
    Entry("bundle", "assent.cli.bundle", "Write a description of many files as one.", CHANGES),
    Entry("fuzz", "assent.cli.fuzz", "Test a live provider against its description.", TRAFFIC),
    Entry("replay", "assent.cli.replay", "Judge recorded traffic by a description.", TRAFFIC),
    Entry("mock", "assent.cli.mock", "Serve a description as a provider that cannot lie.", TRAFFIC),
    Entry("proxy", "assent.cli.proxy", "Judge the traffic between clients and a real provider.", TRAFFIC),
    Entry("pact", "assent.cli.pact", "Check consumers' pacts against a description.", TRAFFIC),
    Entry("explain", "assent.cli.explain", "Say what a rule means and what to do.", HELP),
    Entry("completion", "assent.cli.completion", "Print the completion script of a shell.", HELP),
)
