"""What admins see first."""
