"""Rules about schemas, one a file."""
