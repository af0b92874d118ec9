"""A schema is a set of JSON values: what it refuses, whether it lies inside another, which values it holds."""

from assent.schema.model import Place, Schema, Trouble
from assent.schema.nodes import Pool
from assent.schema.plain import Plain, plain
from assent.schema.read import read

__all__ = ["Place", "Plain", "Pool", "Schema", "Trouble", "plain", "read"]
