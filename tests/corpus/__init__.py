"""The hostile corpus: what senders must never be able to do harm with, by class."""
