"""What is published to the workers from the catalog."""
