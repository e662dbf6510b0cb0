"""How well is the finish of a match foreseen, and told?"""
