"""The sources of the board listing, one a file: `boards(view)` gives the boards that it knows of."""
