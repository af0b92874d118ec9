"""Rules about bodies of one media type, one a file."""
