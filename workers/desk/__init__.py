"""What do workers provide to the admin pages?"""
