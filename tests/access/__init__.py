"""The tests of access to the whole application: who gets what, and that no cache mixes two callers."""
