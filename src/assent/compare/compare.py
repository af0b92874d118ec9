"""Two Apis → findings: what changed for whom, each cause once, each break with its witness."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING

from assent.api import Api, read_api
from assent.compare.change import DEFAULTS, Options
from assent.compare.collect import Collector, added_alike, distinct, exhibit_of
from assent.compare.differing import differing
from assent.compare.known import Known
from assent.compare.lifecycle import LEVELS, stability
from assent.compare.rules import asked
from assent.compare.unchanged import Unchanged, marks_in
from assent.compare.walk import changes
from assent.document import Description, Problem
from assent.document.library import share
from assent.document.sameness import same_text
from assent.findings import Finding, Lifecycle
from assent.records import replace
from assent.schema import Pool

if TYPE_CHECKING:  # imported when a schema differs
    from assent.compare.schemas import Schemas


def compare(
    old: Api, new: Api, *, options: Options = DEFAULTS, known: Known | None = None
) -> Iterator[Finding]:
    """What changed between two revisions that were read with one pool.

    `known` may say of parts that they need not be read. Findings come by operation of the old description, and before
    any policy: see `assent.findings.policy`.
    """
    known = known or Known()
    collector = Collector()
    schemas: Schemas | None = None
    levels: dict[tuple[str, str], str] = {}
    for kind, change in changes(old, new, options=options, known=known):
        if kind == "operation" and change.old is not None:
            at, level = change.within.at, stability(change.old.extensions)
            known_level = levels.get((at.method, at.path), level)  # callbacks may have one expression
            levels[at.method, at.path] = max(level, known_level, key=LEVELS.index)
        if kind in ("schema", "form", "text"):
            schemas = schemas or _schemas(options, known)
            schemas.take(kind, change)
            continue
        for each in asked(kind, known.differing(kind, change.old, change.new)):
            assert each.check is not None
            for finding in each.check(change):
                alike = added_alike(kind, change, finding)
                collector.add(finding, exhibit_of(each.exhibit, change, finding), alike=alike)
    for finding in distinct(chain(collector.findings(), schemas.findings() if schemas else ())):
        yield _with_stability(finding, levels)


def _schemas(options: Options, known: Known) -> Schemas:
    """What gathers changes of schemas: half of all that a comparison imports, and not needed where none differs."""
    from assent.compare.schemas import Schemas

    return Schemas(options=options, known=known)


def _with_stability(finding: Finding, levels: dict[tuple[str, str], str]) -> Finding:
    """The finding with the stability level that its operations had, the most stable of them, for policies to see."""
    if finding.lifecycle is not None or not finding.operations:
        return finding
    held = [levels.get((place.method, place.path), LEVELS[-1]) for place in finding.operations]
    level = max(held, key=LEVELS.index)
    if level == LEVELS[-1]:
        return finding
    return replace(finding, lifecycle=Lifecycle(gone=False, stability=level))


def compare_descriptions(
    old: Description, new: Description, *, options: Options = DEFAULTS
) -> Iterator[Finding]:
    """What changed between two loaded descriptions. What is written the same is not read."""
    if same_text(old, new):
        return
    share(old.resolver.library, new.resolver.library)
    pool = Pool()
    before, after = read_api(old, pool=pool), read_api(new, pool=pool)
    known = known_between(old, new)
    with _collection_paused():
        found = list(compare(before, after, options=options, known=known))
    defects = _defects(old, new), _defects(new, old)
    if any(defects):
        from assent.compare.repeated import repeated

        found = list(distinct((*found, *repeated(*defects))))
    yield from found


def _defects(description: Description, other: Description) -> list[Problem]:
    """What was put right silently in texts that the other does not have. YAML tells on the way whether to look again;
    JSON would have to be read twice.
    """
    return [
        defect
        for uri, document in description.documents.items()
        if not document.is_json
        for defect in document.defects()
        if description.texts[uri] not in other.texts.values()
    ]


def known_between(old: Description, new: Description) -> Known:
    """All that can be known of two descriptions before their parts are read."""
    unchanged = Unchanged(old, new)
    return Known(
        old=old.documents,
        new=new.documents,
        same=unchanged.same,
        same_item=unchanged.item,
        same_operation=unchanged.operation,
        same_part=unchanged.same_part,
        same_schema=unchanged.same_schema,
        differing=differing,
        marks=marks_in(old, new),
    )


@contextmanager
def _collection_paused() -> Iterator[None]:
    """No garbage collection meanwhile: it would walk both descriptions many times, and a quarter of the time is its."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
