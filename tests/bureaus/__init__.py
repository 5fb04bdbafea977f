"""Tests of the bureaus room."""
