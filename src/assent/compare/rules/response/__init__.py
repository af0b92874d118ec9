"""Rules about responses, one a file."""
