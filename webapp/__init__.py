"""What people see: the page, the API, the admin. It owns the database."""
