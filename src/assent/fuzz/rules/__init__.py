"""One rule a file: what a provider's answer to one request, or to several, gives away."""
