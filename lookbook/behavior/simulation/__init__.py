"""Invented people who buy by tastes that are known, so that it can be told how much of them a model finds."""
