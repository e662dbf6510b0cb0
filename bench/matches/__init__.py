"""The pages about matches, and the migration to them, in a real PostgreSQL."""
