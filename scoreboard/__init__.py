"""The ground floor both sides share: the records, their keys in Redis, the ranking, the director."""
