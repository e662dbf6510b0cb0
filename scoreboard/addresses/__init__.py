"""Which hosts may be contacted? Public ones over http and https, and those that ops allow."""
