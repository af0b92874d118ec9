"""Rules about request bodies, one a file."""
