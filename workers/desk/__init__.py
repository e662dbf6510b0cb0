"""What do the workers tell the admins?"""
