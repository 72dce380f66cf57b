"""Ways of searching."""
