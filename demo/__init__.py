"""The demo room: a believable province."""
