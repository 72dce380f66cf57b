"""The page: one photo in, the pieces that look most like it out."""
