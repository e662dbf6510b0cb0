"""What do the site and the workers share of HUDs that were taught?"""
