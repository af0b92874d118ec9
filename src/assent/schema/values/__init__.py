"""Values of a schema, valid by construction from its normal form: one, the edges, or as many as wanted."""

from assent.schema.values.breaking import breaker
from assent.schema.values.choices import EDGE, MAXIMAL, MINIMAL, TYPICAL, Seeded, Shape, Simplest
from assent.schema.values.edges import Edge, edges
from assent.schema.values.hints import given_values
from assent.schema.values.strategy import strategy
from assent.schema.values.whole import Unsatisfiable, draw, drawn, fits, one

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
