"""The pages room: which board is at which address."""
