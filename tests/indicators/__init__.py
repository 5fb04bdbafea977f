"""The tests of the indicators room."""
