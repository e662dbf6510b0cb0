"""What do viewers see of the board: the page, the API, the live events, the numbers for operators?"""
