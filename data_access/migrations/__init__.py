"""The store's migrations, run by `migrate`; each version changes the tables and says how to go back."""
