"""What is shown when it is not the game being played?"""
