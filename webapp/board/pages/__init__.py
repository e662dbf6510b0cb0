"""The pages that viewers open."""
