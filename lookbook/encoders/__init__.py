"""Encoders by name."""

from lookbook.encoders.base import Encoder, EncoderError, Identity, Prediction
from lookbook.encoders.registry import ENCODERS, auto, load, matching

__all__ = ["ENCODERS", "Encoder", "EncoderError", "Identity", "Prediction", "auto", "load", "matching"]
