"""What changed between two revisions, and what that breaks: every break with its witness."""
