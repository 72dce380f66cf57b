"""Lookbook over HTTP: the same questions, the same answers as JSON."""
