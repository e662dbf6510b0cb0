"""What does a fault cost viewers, and how soon is everything right again?"""
