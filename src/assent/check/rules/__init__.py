"""The rules of `assent check`, one module each, named like the rule."""
