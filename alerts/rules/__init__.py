"""The rules, one file each; `alerts.rulebook` finds them."""
