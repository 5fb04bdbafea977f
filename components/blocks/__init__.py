"""The looks of the blocks of which a city's board is made: one file a kind, each `load(block, view)` and `chart(block, reading, view)`."""
