"""Which of this app's pages does Django's admin site have?"""

from webapp.desk.admin import accounts, history, matches

__all__ = ["accounts", "history", "matches"]
