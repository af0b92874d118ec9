"""Values of a schema, valid by construction from its normal form: one, the edges, or as many as wanted."""

from typing import TYPE_CHECKING

from assent.exports import loaded_on_use
from assent.schema.values.choices import EDGE, MAXIMAL, MINIMAL, TYPICAL, Seeded, Shape, Simplest
from assent.schema.values.hints import given_values
from assent.schema.values.whole import Unsatisfiable, draw, drawn, fits, one

if TYPE_CHECKING:
    from assent.schema.values.breaking import breaker
    from assent.schema.values.edges import Edge, edges
    from assent.schema.values.strategy import strategy

__all__ = [
    "EDGE",
    "MAXIMAL",
    "MINIMAL",
    "TYPICAL",
    "Edge",
    "Seeded",
    "Shape",
    "Simplest",
    "Unsatisfiable",
    "breaker",
    "draw",
    "drawn",
    "edges",
    "fits",
    "given_values",
    "one",
    "strategy",
]

__getattr__, __dir__ = loaded_on_use(
    __name__,
    {
        "Edge": "assent.schema.values.edges",
        "breaker": "assent.schema.values.breaking",
        "edges": "assent.schema.values.edges",
        "strategy": "assent.schema.values.strategy",
    },
)
