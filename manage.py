#!/usr/bin/env python
"""Which command of the site is run?"""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    try:
        _ = settings.SECRET_KEY
    except ImproperlyConfigured as fault:
        sys.exit(f"manage.py: {fault}")
    execute_from_command_line(sys.argv)
