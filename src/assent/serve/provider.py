"""An Api ready to be answered for, with what was made and proved before."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assent.api.model import Api
from assent.findings import Finding
from assent.judge.prepared import Prepared, prepare
from assent.records import dataclass, field
from assent.serve.compose import Composer
from assent.serve.mixing import Mix
from assent.serve.ready import Ready
from assent.serve.resources import Resource, resources
from assent.serve.store import Store
from assent.wire import Request, Response

MOST_PROVED = 4_096
"""Distinct answers that are remembered as proven; with more, the memory begins anew."""

MOST_ANSWERED = 1_024
"""Distinct requests whose answers are remembered; with more, the memory begins anew."""

MOST_READY = 4_096
"""Static answers that are kept; with more, the memory begins anew."""

MOST_MIXED = 64
"""Kinds of dynamic answers of which parts are kept; with more, the memory begins anew."""

MOST_ALIKE = 4_096
"""Requests whose likes are answered quickly; with more, the memory begins anew."""

MOST_REMEMBERED = 32 * 1024
"""Bytes of a body beyond which an exchange, or what was proven of it, is not remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How the mock behaves beyond what is described.

    `dynamic`: bodies vary with the request. `cors`: any origin may call. `strict`: warnings refuse a request too.
    `echo`: ids and posted fields come back. `secrets`: what credentials must be, by the name of their scheme; any
    will do for a scheme that is not there.
    """

    dynamic: bool = False
    cors: bool = True
    strict: bool = False
    echo: bool = True
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mock:
    """An Api ready to be answered for, made by `mock`. With a store it remembers.

    `agreed` answers a request first, if it can: the interactions of a pact. `older` is an earlier revision, whose
    view of an answer is told in a header.
    """

    prepared: Prepared
    composer: Composer
    manners: Manners
    store: Store | None = None
    resources: Mapping[str, Resource] = field(default_factory=dict)
    agreed: Callable[[Request], Response | None] | None = None
    older: Prepared | None = None
    proved: dict[object, tuple[Finding, ...]] = field(default_factory=dict)
    ready: dict[object, Ready | Response] = field(default_factory=dict)
    """Static answers by what they depend on, and problem documents where there is none."""
    mixes: dict[object, Mix | None] = field(default_factory=dict)
    """How dynamic answers are mixed, by what they depend on beside the request's own words."""
    forms: dict[object, bool] = field(default_factory=dict)
    """Whether the judge has nothing against the first answer of a form."""
    alike: dict[object, object] = field(default_factory=dict)
    """What is known of requests that differ in their paths alone."""
    answered: dict[Request, Response] = field(default_factory=dict)
    """Answers given before. Without a store an answer depends on its request alone."""


def mock(
    api: Api,
    *,
    manners: Manners | None = None,
    composer: Composer | None = None,
    bases: tuple[str, ...] | None = None,
    store: Store | None = None,
    agreed: Callable[[Request], Response | None] | None = None,
    older: Api | None = None,
) -> Mock:
    """A mock of the Api, below its servers' base paths or below those given."""
    return Mock(
        prepared=Prepared(api, bases=bases, everywhere=True),
        composer=composer or Composer(),
        manners=manners or Manners(),
        store=store,
        resources=resources(api.operations.nodes) if store is not None else {},
        agreed=agreed,
        older=prepare(older, bases=bases) if older is not None else None,
    )
