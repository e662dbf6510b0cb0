#!/usr/bin/env python
"""Runs a command of the site."""

from webapp.__main__ import main

if __name__ == "__main__":
    main()
