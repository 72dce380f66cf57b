"""From a catalogue to its index."""
