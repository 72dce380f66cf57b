"""Two networks, one for customers and one for items, whose vectors are near where a customer buys an item."""
