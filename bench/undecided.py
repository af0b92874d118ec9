"""How much of what changed in schemas `assent compare` does not decide, on pairs of real descriptions.

    python -m bench.undecided ../shared/corpus [PAIR...]

`pairs` are schemas of both revisions that look at the same part of a value and were asked about, each once for each
side; `changed` are those between which something differs, `undecided` those of which something was left open.
`places` are parameters, headers and bodies in which some schema changed, `open` those that an undecided finding reaches.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.pairs import PAIRS

import assent
from assent.compare.decide import Decider
from assent.compare.found import Found
from assent.schema import Schema


@dataclass(slots=True)
class Count:
    pairs: int = 0
    changed: int = 0
    undecided: int = 0
    constructs: dict[str, int] = field(default_factory=dict)

    def add(self, found: Found) -> None:
        self.pairs += 1
        if found.causes or found.doubts or found.loosened or found.lost or found.gained:
            self.changed += 1
        if found.doubts:
            self.undecided += 1
        for doubt in found.doubts:
            self.constructs[doubt.construct] = self.constructs.get(doubt.construct, 0) + 1


@contextmanager
def counted() -> Iterator[Count]:
    """Counts what deciders find meanwhile; compare itself counts nothing."""
    count, asked = Count(), Decider.found

    def found(self: Decider, narrower: Schema, wider: Schema) -> Found:
        answer = asked(self, narrower, wider)
        count.add(answer)
        return answer

    Decider.found = found  # type: ignore[method-assign]  # for as long as the block lasts
    try:
        yield count
    finally:
        Decider.found = asked  # type: ignore[method-assign]  # as above


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "-"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("pairs", nargs="*", metavar="PAIR", help=", ".join(PAIRS))
    given = parser.parse_args()
    titles = ("pair", "pairs", "changed", "undecided", "share", "places", "open", "share")
    print("{:14}{:>9}{:>9}{:>11}{:>9}{:>9}{:>7}{:>9}".format(*titles))
    for name in given.pairs or PAIRS:
        old, new = (str(given.corpus / path) for path in PAIRS[name])
        with counted() as count:
            report = assent.compare(old, new)
        told = [it for it in report.findings if it.side is not None]
        places = {(at.method, at.path, at.place) for it in told for at in it.operations}
        left = {(at.method, at.path, at.place) for it in told if not it.decided for at in it.operations}
        print(
            f"{name:14}{count.pairs:9,}{count.changed:9,}{count.undecided:11,}"
            f"{share(count.undecided, count.changed):>9}{len(places):9,}{len(left):7,}"
            f"{share(len(left), len(places)):>9}",
            *(f"{construct}: {number}" for construct, number in sorted(count.constructs.items())),
        )


if __name__ == "__main__":
    main()
