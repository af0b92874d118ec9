"""assent tells an API team, with proof, whether a change to an OpenAPI description breaks anybody."""

__version__ = "0.1.0"
