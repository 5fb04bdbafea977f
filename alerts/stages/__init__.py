"""The stages that a message goes through, one file each: each decides one thing and says why."""
