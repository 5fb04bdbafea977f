"""The documentation, and the pages of it that are written from the code."""
