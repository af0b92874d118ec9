"""Consumer pacts checked against a description, without running either side."""
