"""The tests of the ways in and out."""
