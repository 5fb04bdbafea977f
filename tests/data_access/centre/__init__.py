"""The tests of the data center: its database read and checked."""
