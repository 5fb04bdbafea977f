"""Tests of the enterprises room."""
