"""The pages about matches that viewers open."""
