"""The channels, one file each: how a notice leaves the house."""
