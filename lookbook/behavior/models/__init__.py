"""Models of what people buy, all behind one contract."""
