"""The ways out: who is told of an alert, by which channel, and that it is told once."""
