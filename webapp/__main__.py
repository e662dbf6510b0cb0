"""Which command of the site is run? python manage.py, python -m webapp, or rotisserie-manage."""

from __future__ import annotations

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    try:
        _ = settings.SECRET_KEY
    except ImproperlyConfigured as fault:
        sys.exit(f"{os.path.basename(sys.argv[0])}: {fault}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
