"""Rules about the statuses of answers, one a file."""
