"""Tests of the corrections of data."""
