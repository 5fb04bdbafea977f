"""The security room: who may see and do what, and who did."""
