"""How fast is a recording scanned, and is what it tells true?"""
