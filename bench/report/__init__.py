"""How are figures written down?"""
