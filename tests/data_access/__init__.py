"""The tests of the data access room."""
