"""HUDs that admins teach."""
