"""What do all requests and processes of the site go through?"""
