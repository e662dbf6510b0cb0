"""What do the readers read in a measurement, and who reads it beside them?"""
