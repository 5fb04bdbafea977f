"""The data access room: the only one that speaks SQL and Redis."""
