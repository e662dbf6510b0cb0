"""How large is the world that is drawn? Wider and higher than the broadcast, so that the camera can turn."""

FAR_SIZE = (1440, 780)
NEAR_SIZE = (1680, 840)
