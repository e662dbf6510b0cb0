"""What does every request and process of the site pass through?"""
