"""Tests of the geo room."""
