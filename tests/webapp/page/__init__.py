"""The page's scripts that know no document, under node."""
