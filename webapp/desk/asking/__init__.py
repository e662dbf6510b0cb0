"""Questions to the workers, and pictures to show them."""
