"""The enterprises room: who is regulated."""
