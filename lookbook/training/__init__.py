"""How the embedded network is taught: examples, views, losses, and the file that comes out."""
