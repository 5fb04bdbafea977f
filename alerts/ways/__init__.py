"""The ways in and out of alerts, one file each: a pure reading of bytes; the wiring stands in `alerts/gate.py`."""
