"""Rules about what is announced about operations, parameters, headers and schemas, one a file."""
