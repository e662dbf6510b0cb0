"""The stage: which stream is shown, and does it really play?"""
