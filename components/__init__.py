"""The components room: how one thing looks and reacts."""
