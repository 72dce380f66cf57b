"""How close two pictures are, in words, and what those words are worth."""

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.commands.app import commands
from lookbook.encoders.closeness import WORDS, Closeness, calibrated
from lookbook.encoders.fashion import FashionEncoder
from lookbook.encoders.identity import Identity
from lookbook.evaluation.closeness import Class, Pairs, choose, counted
from lookbook.evaluation.split import for_test, held_out
from tests.fakes import paint

HALF = Closeness(0.9, 0.8, 0.6)


@pytest.mark.parametrize(
    ("cosine", "alike", "word"),
    [
        (0.9, True, "Nearly the same"),
        (0.899, True, "Very close"),
        (0.6, True, "Similar"),
        (0.59, True, "A guess"),
        (1.0, False, "Similar"),
        (0.5, False, "A guess"),
    ],
)
def test_a_cosine_has_a_word_and_another_type_is_similar_at_most(cosine: float, alike: bool, word: str) -> None:
    assert HALF.word(cosine, alike=alike) == word


def test_the_embedded_network_has_thresholds_and_other_weights_have_none() -> None:
    own = calibrated(FashionEncoder().identity)
    assert own is not None
    assert 1 > own.same > own.close > own.similar > 0
    assert calibrated(Identity("fashion", "2", "0" * 64, {})) is None
    assert calibrated(Identity("fashion", "2", "", {})) is None


def pairs(*rows: tuple[float, bool, bool, bool]) -> Pairs:
    cosine, alike, kind, both = zip(*rows, strict=True)
    return Pairs(np.array(cosine), np.array(alike), np.array(kind), np.array(both))


def test_each_class_reaches_down_as_far_as_enough_of_it_is_right_and_a_guess_is_one() -> None:
    found = choose(
        pairs(
            *[(0.97, True, True, True)] * 3,
            (0.96, True, True, False),  # three of four have the right type and colour
            *[(0.92, True, True, False)] * 16,  # with any of these, fewer
            (0.9, True, False, False),  # sixteen of seventeen have the right type
            (0.8, True, False, False),  # with this one, fewer
            (0.95, False, True, False),  # of another type than was seen, so similar at most
            (0.7, True, True, False),  # with this one, more than a third of what is below
            *[(0.65, True, False, False)] * 2,
            (0.64, True, True, False),
        )
    )
    assert found.steps == (0.924, 0.804, 0.699)


def test_classes_are_counted() -> None:
    counts = counted(
        pairs(
            (0.95, True, True, True), (0.95, False, False, False), (0.7, True, True, False), (0.1, True, False, False)
        ),
        HALF,
    )
    assert counts == [Class(0.25, 1.0, 1.0), Class(0.0, 0.0, 0.0), Class(0.5, 0.5, 0.0), Class(0.25, 0.0, 0.0)]


def test_evaluate_says_what_the_words_are_worth(tmp_path: Path) -> None:
    kept = [str(number) for number in range(1000) if held_out(str(number))]
    chosen = [name for name in kept if for_test(name)][:4] + [name for name in kept if not for_test(name)][:4]
    lines = ["id,articleType,baseColour"]
    for place, name in enumerate(chosen):
        paint(tmp_path / "images" / f"{name}.png", (20 * place, 200, 0))
        lines.append(f"{name},Shirts,Green")
    (tmp_path / "styles.csv").write_text("\n".join(lines))
    build(Catalog.open(tmp_path / "images", relative_to=tmp_path), FashionEncoder(), tmp_path)
    result = CliRunner().invoke(commands, ["evaluate", "--closeness", "--index", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "in use: nearly the same from 0.984, very close from 0.969, similar from 0.844" in result.output
    assert [line.split("|")[1].strip() for line in result.output.splitlines() if line.startswith("|")][2:] == [*WORDS]
