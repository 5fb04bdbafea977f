"""The tests: one folder a room, sentences as names, a FEATURES row where one is proved."""
