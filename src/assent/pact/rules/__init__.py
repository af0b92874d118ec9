"""What the pact engine says beyond what the judge says of an exchange: a file for each rule."""
