<<<<<<< HEAD
"""The tests of the data access room."""
=======
"""Tests of the data access room."""
>>>>>>> indicators
