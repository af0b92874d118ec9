"""Rules about security schemes that are in use by name in both revisions, one a file."""
