"""Tests of how things look and react."""
