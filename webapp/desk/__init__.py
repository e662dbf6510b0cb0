"""What do admins see and do at their desk: the live board, doubts, matches, health?"""
