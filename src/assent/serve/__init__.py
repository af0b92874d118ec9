"""Standing in for a provider, or standing before one: the mock and the proxy."""
