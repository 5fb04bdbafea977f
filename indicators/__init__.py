"""The indicators room: what we measure and how each number is computed."""
