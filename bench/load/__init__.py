"""How is a whole pipeline run, loaded and measured?"""
