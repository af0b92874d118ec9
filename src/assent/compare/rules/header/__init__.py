"""Rules about headers of responses, one a file."""
