"""What site and workers share: the records, their keys in Redis, the ranking, the director."""
