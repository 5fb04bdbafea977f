"""The store: users, sessions, audit, alerts, orders, opinion items, cameras, duty. State changes are rows."""
