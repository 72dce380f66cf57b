"""How well words find products: python -m benchmarks.words INDEX [--validation] (an index of Kaggle's catalogue)."""

import itertools
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from lookbook.book import Lookbook
from lookbook.conditions import AnyOf
from lookbook.encoders.base import Prediction
from lookbook.evaluation.split import for_test, held_out
from lookbook.hit import Hit
from lookbook.query import Query
from lookbook.retrieval import pictured
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.products import Products
from lookbook.retrieval.registry import AUTO, search
from lookbook.retrieval.resources import Resources
from lookbook.retrieval.terms import Terms
from lookbook.retrieval.terms_kept import TITLE, texts
from lookbook.retrieval.text import NAME, TextRetriever
from lookbook.retrieval.words import words

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def main(
    index: Path,
    queries: Annotated[int, typer.Option(help="Titles, and photos, that ask.")] = 2000,
    validation: Annotated[
        bool, typer.Option("--validation", help="Ask with the half that choices are made on.")
    ] = False,
) -> None:
    """Print the share of titles that find their own product, and of photos that find theirs changed as a text says."""
    book = Lookbook.open(index)
    products = book.resources.products
    started = time.process_time()
    terms = Terms.fit(texts(products))
    print(f"{len(book):,} products; words fitted in {time.process_time() - started:.2f} s of CPU, ", end="")
    started = time.process_time()
    text = book.resources.get(TextRetriever)
    text.search(EncodedQuery(text="navy shrts"), 1)
    print(f"read and first asked in {time.process_time() - started:.2f} s, {len(terms.vocabulary):,} terms")
    chance = random.Random(7)
    rows = [row for row, name in enumerate(products.filenames) if _asks(book.catalog.product_id(name), not validation)]
    chance.shuffle(rows)
    by_title(book.resources, rows, queries, random.Random(8))
    by_change(book, products, rows[: queries * 2], queries, random.Random(9))


def _asks(product: str, test: bool) -> bool:
    return held_out(product) and for_test(product) == test


def by_title(resources: Resources, rows: list[int], most: int, chance: random.Random) -> None:
    """Ask with titles as they are, with a slip in every word, and with two words missing.

    Words alone, and as they are asked for by default: with a small say of what they look like.
    """
    products, text = resources.products, resources.get(TextRetriever)
    titles = [products.catalog.product(name).get(TITLE, "") for name in products.filenames]
    times = Counter(" ".join(words(title)) for title in titles)
    having: dict[str, set[int]] = {}
    for row, title in enumerate(titles):
        for word in words(title):
            having.setdefault(word, set()).add(row)
    asking = [row for row in rows if times[" ".join(words(titles[row]))] == 1 and words(titles[row])][:most]
    changes: dict[str, Callable[[str], str]] = {
        "as it is": str,
        "a slip in every word": lambda title: " ".join(slipped(word, chance) for word in title.split()),
        "two words missing": lambda title: shortened(title, chance),
    }
    asked = {name: [change(titles[row]) for row in asking] for name, change in changes.items()}
    for (name, queries), mode in itertools.product(asked.items(), (NAME, AUTO)):
        found, only, milliseconds = [], [], []
        for row, query in zip(asking, queries, strict=True):
            started = time.perf_counter()
            hits = text.search(pictured.read(EncodedQuery(text=query), resources, mode), 5)
            milliseconds.append(1000 * (time.perf_counter() - started))
            found.append(bool(hits) and hits[0].filename == products.filenames[row])
            fits = [having.get(word, set()) for word in words(query)]
            only.append(bool(fits) and set.intersection(*fits) == {row})
        line = f"title {name}, {mode}: own product first {np.mean(found):.3f} of {len(found)}"
        if any(only):
            line += f", {np.mean(np.array(found)[only]):.3f} of the {sum(only)} whose words only one title has"
        print(f"{line}; {_timed(milliseconds)}")


def slipped(word: str, chance: random.Random) -> str:
    """Leave out, add or change a letter, or swap two."""
    place = chance.randrange(len(word))
    letter = chance.choice(LETTERS)
    ways = [
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
    ]
    return chance.choice([way for way in ways if way != word])


def shortened(title: str, chance: random.Random) -> str:
    """Leave two words out, if any stay."""
    kept = title.split()
    for _ in range(min(2, len(kept) - 1)):
        kept.pop(chance.randrange(len(kept)))
    return " ".join(kept)


def by_change(book: Lookbook, products: Products, rows: list[int], most: int, chance: random.Random) -> None:
    """Ask with the picture of a product and a text that changes its colour or its gender, or refuses its colour."""
    for column, template in (("baseColour", "in {}"), ("gender", "for {}"), ("baseColour", "not {}")):
        refuse = template.startswith("not")
        asking = list(_asking(products, rows, column, refuse, chance))[:most]
        hits: dict[str, list[bool]] = {}
        right: dict[str, list[float]] = {}
        milliseconds: dict[str, list[float]] = {}
        for row, prediction, value in _seen(book, asking):
            text = template.format(value.lower())
            alone = EncodedQuery(vectors=prediction.vector[None], without=frozenset({products.filenames[row]}))
            both = replace(alone, text=text, attributes=prediction.attributes)
            searches: dict[str, Callable[[], list[Hit]]] = {
                "picture alone": partial(search, book.resources, alone, 5),
                "picture and words": partial(search, book.resources, both, 5),
            }
            if not refuse:
                filtered = {column: AnyOf((value,))}
                searches["picture and filter"] = partial(search, book.resources, alone, 5, filtered)
            for name, ask in searches.items():
                started = time.perf_counter()
                found = ask()
                milliseconds.setdefault(name, []).append(1000 * (time.perf_counter() - started))
                good = [
                    _right(book.product(hit), book.catalog.product(products.filenames[row]), column, value, refuse)
                    for hit in found
                ]
                hits.setdefault(name, []).append(any(good))
                right.setdefault(name, []).append(sum(good) / 5)
        for name, any_good in hits.items():
            figures = f"hit@5 {np.mean(any_good):.3f}, P@5 {np.mean(right[name]):.3f} of {len(any_good)}"
            print(f"{template.format(column)}, {name}: {figures}; {_timed(milliseconds[name])}")


def _right(found: Mapping[str, str], asked: Mapping[str, str], column: str, value: str, refuse: bool) -> bool:
    """Right is a product of the same type that has the value, or has it not where it is refused."""
    return found.get("articleType") == asked.get("articleType") and (found.get(column) == value) != refuse


def _asking(
    products: Products, rows: list[int], column: str, refuse: bool, chance: random.Random
) -> Iterator[tuple[int, str]]:
    """Yield rows with a value that is not theirs, but another's of their type; or with their own to be refused."""
    values: dict[str, set[str]] = {}
    rows_of_all = products.catalog.table.rows(products.filenames)
    for product in rows_of_all:
        values.setdefault(product.get("articleType", ""), set()).add(product.get(column, ""))
    for row in rows:
        own = rows_of_all[row].get(column, "")
        others = values[rows_of_all[row].get("articleType", "")] - {own, "", "NA"}
        if others and own:
            yield row, own if refuse else chance.choice(sorted(others))


def _seen(book: Lookbook, asking: list[tuple[int, str]]) -> Iterator[tuple[int, Prediction, str]]:
    for row, value in asking:
        prediction = book.ask(Query(photo=book.catalog.read(book.index.filenames[row]), k=1)).prediction
        assert prediction is not None
        yield row, prediction, value


def _timed(milliseconds: list[float]) -> str:
    middle, high = np.percentile(milliseconds, [50, 95])
    return f"{middle:.1f} ms (p95 {high:.1f})"


if __name__ == "__main__":
    typer.run(main)
