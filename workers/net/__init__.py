"""How is anything asked of the network?"""
