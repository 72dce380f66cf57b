"""The ways of searching side by side, and what each of them should weigh."""

import json
from pathlib import Path

import numpy as np
import pytest

from lookbook.book import Lookbook
from lookbook.catalog import Catalog
from lookbook.evaluation import table, weighing
from lookbook.evaluation.asking import ASKED, BOTH, PHOTO, TITLE_ALONE, Asking
from lookbook.evaluation.retrievers import compare
from lookbook.evaluation.split import for_test, held_out
from lookbook.index import Index
from lookbook.retrieval.registry import search
from lookbook.settings import Settings
from tests.fakes import MeanColour, paint, unit

NUMBERS = [str(number) for number in range(2000)]
TESTED = [number for number in NUMBERS if held_out(number) and for_test(number)]
CHOOSING = [number for number in NUMBERS if held_out(number) and not for_test(number)]
TRAINED = [number for number in NUMBERS if not held_out(number)]
KINDS = {"Shirts": (200, 20, 20), "Jeans": (20, 200, 20)}


def open_shop(folder: Path, first_kind: str = "Shirts") -> Lookbook:
    """Open red shirts and green jeans, six of each, of which one a half asks; the first shirt's type may be another."""
    rows, vectors = [], {}
    for place, (kind, (red, green, blue)) in enumerate(KINDS.items()):
        for number, product in enumerate([TESTED[place], CHOOSING[place], *TRAINED[4 * place : 4 * place + 4]]):
            colour = (red, green, blue + 9 * number)
            paint(folder / "images" / f"{product}.png", colour)
            vectors[f"images/{product}.png"] = unit(*colour)
            own = first_kind if product == TESTED[0] else kind
            rows.append(f"{product},Men,{own},{'Red' if red > green else 'Green'},Plain {kind[:-1]}")
    (folder / "styles.csv").write_text("\n".join(["id,gender,articleType,baseColour,productDisplayName", *rows]))
    catalog, encoder = Catalog.open(folder / "images", relative_to=folder), MeanColour()
    every = np.stack([vectors[name] for name in catalog.filenames])
    return Lookbook(Index(every, catalog.filenames, encoder.identity), catalog, encoder, Settings())


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Lookbook:
    """The small shop."""
    return open_shop(tmp_path_factory.mktemp("compared"))


def test_every_way_is_measured_with_whatever_it_can_use(book: Lookbook) -> None:
    comparisons = {comparison.asked: comparison for comparison in compare(Asking(book))}
    assert {asked: list(comparison.figures) for asked, comparison in comparisons.items()} == {
        BOTH: ["visual", "text", "features", "reciprocal rank", "all"],
        PHOTO: ["visual", "features", "reciprocal rank", "all"],
        TITLE_ALONE: ["text", "features", "reciprocal rank", "all"],
    }
    figures = {way: {figure.name: figure for figure in column} for way, column in comparisons[BOTH].figures.items()}
    assert len(figures["all"]) == 12
    # the pictures and the titles of the five others of a kind and colour are the nearest
    assert [figures[way]["P@5 baseColour"].mean for way in ("visual", "text", "features", "all")] == [1.0] * 4
    assert figures["all"]["P@5 baseColour"].queries == 2
    # the encoder sees Red in everything, so by what is seen alone the jeans find shirts
    photo = {way: {figure.name: figure.mean for figure in column} for way, column in comparisons[PHOTO].figures.items()}
    assert photo["features"]["P@5 baseColour"] == 0.5
    for gain in comparisons[PHOTO].gains:
        assert gain.mean == pytest.approx(photo["all"][gain.name] - photo["visual"][gain.name])


def test_a_products_own_labels_never_help_to_find_its_like(tmp_path: Path) -> None:
    found = []
    for kind in ("Shirts", "Jeans"):
        asking = Asking(open_shop(tmp_path / kind, kind))
        place = asking.queries.tolist().index(asking.shop.filenames.index(f"images/{TESTED[0]}.png"))
        queries = [asking.encoded(asked)[place] for asked in ASKED]
        found += [[hit.id for hit in search(asking.book.resources, query, 11, mode="all")] for query in queries]
    assert found[:3] == found[3:]
    assert all(TESTED[0] not in ids for ids in found)


def test_comparisons_are_printed_as_a_table_and_as_json(book: Lookbook, tmp_path: Path) -> None:
    comparisons = compare(Asking(book))
    text = table.ways_as_text(comparisons)
    assert text.startswith("Asked with a photo and a title:\n\n| question")
    assert text.count("all - best single way") == 3
    record = json.loads(json.dumps(table.ways_as_record(tmp_path, comparisons)))
    assert [comparison["asked"] for comparison in record["ways"]] == list(ASKED)
    assert record["ways"][0]["figures"]["all"][0]["name"] == "P@5 articleType"


def test_weights_climb_to_the_top_and_add_up_to_one() -> None:
    def measure(weights: weighing.Weights) -> float:
        return float(-abs(np.log(weights["a"] / weights["b"] / 8)))  # best where a weighs eight times as much as b

    weights, best = weighing.ascend(measure, {"a": 1.0, "b": 1.0})
    assert weights == pytest.approx({"a": 8 / 9, "b": 1 / 9}, abs=0.01)
    assert best == pytest.approx(0.0, abs=0.1)


def test_weights_are_learned_from_the_validation_half(book: Lookbook) -> None:
    asking = Asking(book, validation=True)
    weights, gain = weighing.learn(asking, {"visual": 0.1, "text": 0.1, "features": 0.8})
    assert sum(weights.values()) == pytest.approx(1.0)
    assert weights.keys() == {"visual", "text", "features"}
    assert gain == 0.0, "both kinds are found in full by one way or another"


def test_a_catalogue_without_kept_back_products_says_so(book: Lookbook, tmp_path: Path) -> None:
    paint(tmp_path / "images" / f"{TRAINED[0]}.png", (1, 2, 3))
    catalog, encoder = Catalog.open(tmp_path / "images", relative_to=tmp_path), MeanColour()
    alone = Lookbook(Index(unit(1, 2, 3)[None], catalog.filenames, encoder.identity), catalog, encoder, Settings())
    with pytest.raises(ValueError, match="none of the 1 pictures is for evaluation"):
        Asking(alone)
