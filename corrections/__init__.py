"""The corrections: which number is wrong, who found it, who judged, and when the right one reached the marts (查纠)."""
