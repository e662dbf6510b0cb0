"""What the workers are told of the catalog."""
