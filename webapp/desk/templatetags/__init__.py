"""Words that the desk's templates need."""
