"""Two Apis → findings: what changed for whom, each cause once, each break with its witness."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from assent.api import Api, read_api
from assent.compare.change import DEFAULTS, Options
from assent.compare.collect import Collector, exhibit_of
from assent.compare.rules import asked
from assent.compare.schemas import Known, Schemas
from assent.compare.unchanged import Unchanged, marks_of_named, same_text
from assent.compare.walk import Same, changes, never_same
from assent.document import Description
from assent.findings import Finding
from assent.schema import Pool


def compare(
    old: Api, new: Api, *, options: Options = DEFAULTS, same: Same = never_same, known: Known | None = None
) -> Iterator[Finding]:
    """What changed between two revisions that were read with one pool.

    `same` may say of an operation that it need not be read, `known` of schemas. Findings come by operation of the old description,
    and before any policy: see `assent.findings.policy`.
    """
    known = known or Known()
    collector, schemas = Collector(), Schemas(options=options, known=known)
    for kind, change in changes(old, new, options=options, same=same, same_node=known.same):
        if kind in ("schema", "text"):
            schemas.add(change) if kind == "schema" else schemas.add_text(change)
            continue
        for each in asked(kind):
            assert each.check is not None
            for finding in each.check(change):
                collector.add(finding, exhibit_of(each.exhibit, change, finding))
    yield from collector.findings()
    yield from schemas.findings()


def compare_descriptions(
    old: Description, new: Description, *, options: Options = DEFAULTS
) -> Iterator[Finding]:
    """What changed between two loaded descriptions. What is written the same is not read."""
    if same_text(old, new):
        return
    pool = Pool()
    before, after = read_api(old, pool=pool), read_api(new, pool=pool)
    unchanged = Unchanged(old, new)
    known = Known(
        old=old.documents,
        new=new.documents,
        same=unchanged.same,
        same_schema=unchanged.same_schema,
        marked=marks_of_named(old) | marks_of_named(new),
    )
    with _collection_paused():
        found = list(compare(before, after, options=options, same=unchanged.operation, known=known))
    yield from found


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
