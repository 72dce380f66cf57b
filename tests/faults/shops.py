"""A small shop in two states, the second with pictures that are changed, added and gone, and more purchases."""

import random
from pathlib import Path

from tests.fakes import paint

FIRST, CHANGED, GONE, ADDED = range(40), range(8), range(8, 16), range(40, 48)
"""Which pictures there are at first, and which are then changed, gone and added."""
TODO = len(CHANGED) + len(ADDED)
"""How many pictures an update has to embed."""
LATER = len(FIRST) - len(GONE) + len(ADDED)
"""How many pictures there are in the second state."""
KINDS, COLOURS = ("Shirts", "Jeans", "Watches", "Caps"), ("Red", "Green", "Blue")


def open_shop(folder: Path, name: str = "") -> None:
    """Write the pictures and the product table of the first state; a shop of another name has other ones."""
    dice = random.Random(f"1{name}")
    for number in FIRST:
        paint(folder / "images" / f"{number:02}.png", _colour(dice))
    write_table(folder, name=name)


def change_shop(folder: Path) -> None:
    """Go on to the pictures of the second state."""
    dice = random.Random(2)
    for number in (*CHANGED, *ADDED):
        paint(folder / "images" / f"{number:02}.png", _colour(dice))
    for number in GONE:
        (folder / "images" / f"{number:02}.png").unlink()


def write_table(folder: Path, prices: int = 10, name: str = "") -> None:
    """Write the product table, of all pictures of both states; the price of each is so much and its number."""
    lines = ["id,articleType,baseColour,price,productDisplayName"]
    for number in range(ADDED.stop):
        kind, colour = KINDS[number % len(KINDS)], COLOURS[number % len(COLOURS)]
        lines.append(f"{number:02},{kind},{colour},{prices + number},{name}{colour} {kind} {number:02}")
    (folder / "styles.csv").write_text("\n".join(lines) + "\n")


def write_purchases(path: Path, seed: int, first: int) -> None:
    """Write a table of nine days of purchases, from a day of January on; another seed has other customers, too."""
    dice = random.Random(seed)
    people = [f"c{number:02}" for number in range(10 * seed, 10 * seed + 14)]
    lines = ["customer_id,article_id,t_dat,price"]
    for day in range(first, first + 9):
        lines += [f"{dice.choice(people)},{dice.choice(FIRST):02},2024-01-{day:02},9.5" for _ in range(12)]
    path.write_text("\n".join(lines) + "\n")


def _colour(dice: random.Random) -> tuple[int, int, int]:
    return dice.randint(1, 255), dice.randint(1, 255), dice.randint(1, 255)
