"""The checks of the contract, one file a part; each file has `CHECKS` in order, and the numbers run through all of them."""
