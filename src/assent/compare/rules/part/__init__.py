"""Rules about parts that cannot be read, one a file."""
