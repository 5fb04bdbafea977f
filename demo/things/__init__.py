"""The things of the demo province: enterprises and what happened to them, their ties, devices, lots and where these went."""
