"""The load of marts: read files, judge each row, publish the good ones, hand back the bad ones with reasons."""
