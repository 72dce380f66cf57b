"""Candidates of all models, put into one order."""
