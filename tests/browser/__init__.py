"""The browser tests: the product in Chromium, as its users meet it."""
