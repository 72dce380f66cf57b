"""Draws the sample catalogue: product pictures with masks and table rows, from nothing but a seed."""

from lookbook.sample.catalogue import draw_catalogue
from lookbook.sample.kinds import KINDS
from lookbook.sample.piece import Piece
from lookbook.sample.product import TRAINING_SEED_START, Drawing, draw, draw_piece

__all__ = ["KINDS", "TRAINING_SEED_START", "Drawing", "Piece", "draw", "draw_catalogue", "draw_piece"]
