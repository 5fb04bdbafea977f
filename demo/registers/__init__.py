"""The registers of the demo province: kitchens that should be shown, and sites that are watched from afar, with their days."""
