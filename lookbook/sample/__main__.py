"""python -m lookbook.sample [FOLDER] draws the sample catalogue into FOLDER, by default here."""

import sys
from pathlib import Path
from time import perf_counter

from lookbook.sample.catalogue import draw_catalogue

if __name__ == "__main__":
    start = perf_counter()
    products = draw_catalogue(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
    print(f"drew {products} products in {perf_counter() - start:.0f} s")
