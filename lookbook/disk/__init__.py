"""Writing to disk so that nobody ever reads half of anything."""
