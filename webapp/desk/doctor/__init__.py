"""Does the installation have everything that Rotisserie needs, and if not, what is to be done?"""
