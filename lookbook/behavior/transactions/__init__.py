"""From any table of purchases to what is kept of them beside the index."""
