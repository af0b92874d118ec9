"""Rules about parameters, one a file."""
