"""How good recommendations are, by splits in time."""
