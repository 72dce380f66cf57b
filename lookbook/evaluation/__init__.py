"""How well an encoder answers, on what it never learned from."""
