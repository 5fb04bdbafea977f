"""The layouts room: how panels are arranged."""
