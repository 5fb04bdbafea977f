"""Tests of the vendored and own files that the browser loads."""
