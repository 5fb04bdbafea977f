"""The alerts room: what is wrong and how bad."""
