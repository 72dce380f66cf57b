"""Build the index of a catalogue: python build_index.py [IMAGES] [options]."""

from lookbook.commands.app import run_build

if __name__ == "__main__":
    run_build()
