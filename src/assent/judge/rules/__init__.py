"""One rule a file: each looks at one exchange and says what departs from the description."""
