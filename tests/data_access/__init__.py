"""Tests of the data access room."""
