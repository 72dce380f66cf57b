"""python -m lookbook.behavior.simulation [FOLDER] invents purchases for FOLDER/styles.csv: FOLDER/transactions.csv."""

import sys
from pathlib import Path

from lookbook.behavior.shop import BESIDE
from lookbook.behavior.simulation.shopping import Simulation, products

if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    Simulation(products(folder / "styles.csv")).write(folder / BESIDE)
