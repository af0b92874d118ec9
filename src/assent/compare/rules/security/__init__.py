"""Rules about credentials, one a file."""
