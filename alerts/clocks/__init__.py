"""The statutory clocks: how long the law gives for what, counted on the working calendar."""
