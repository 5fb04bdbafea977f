"""The geo room: where. Regions, crosswalk of retired codes, boundaries."""
