"""The bureaus room: what a city makes of its own board, and whether its own systems may be shown and are well."""
