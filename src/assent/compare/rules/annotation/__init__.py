"""Rules about what schemas say beside what they decide: defaults, titles, how values are written."""
