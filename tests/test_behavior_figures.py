"""Figures of recommendations by hand, and the wall between the past and tomorrow."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from lookbook.behavior.goods import Goods
from lookbook.behavior.histories import Histories
from lookbook.behavior.models.base import Model
from lookbook.behavior.models.registry import APART, MODELS
from lookbook.behavior.purchases import Purchases
from lookbook.behavior.ranked import Ranked
from lookbook.behavior.ranking.cases import cases
from lookbook.behavior.ranking.mixture import Mixture
from lookbook.behavior.towers.two_tower import TwoTower
from lookbook.evaluation.behavior import drawing, protocol, sets, spaces, table
from lookbook.evaluation.behavior.figures import Figures, Scored
from lookbook.evaluation.behavior.folds import Fold, Question, rolling
from tests.shopping import bought, many

DATA = Path(__file__).parents[2] / "shared" / "data"
ALL: dict[str, Callable[[], Model]] = {
    **MODELS,
    "towers": partial(TwoTower, epochs=1, batch=32),
    "mixture": partial(Mixture, ["popular", "again"], count=3, most=100),
}


def fold() -> Fold:
    """Two people: a bought x before and buys x and the new n; b is new and buys y."""
    purchases = bought(("a", "x", 1), ("c", "y", 1), ("a", "x", 2), ("a", "n", 2), ("b", "y", 3), items=["z"])
    return Fold(past=purchases.before(2), after=purchases.between(2, 4))


def test_figures_are_those_computed_by_hand() -> None:
    n, x, y, z = range(4)
    lists = Ranked(np.array([[y, x, z, n], [x, z, y, n]], np.int32), np.array([[4, 3, 2, 1]] * 2, np.float32))

    figures = Figures.of([Scored.of(fold(), lists)], seconds=0)

    of_a, of_b = (1 / 2 + 2 / 4) / 2, 1 / 3
    gain_of_a = (1 / np.log2(3) + 1 / np.log2(5)) / (1 + 1 / np.log2(3))
    assert figures.customers == 2
    assert figures.means["MAP@12"] == pytest.approx((of_a + of_b) / 2)
    assert figures.means["MAP@12, known"] == pytest.approx(of_a)
    assert figures.means["MAP@12, new"] == pytest.approx(of_b)
    assert figures.means["nDCG@10"] == pytest.approx((gain_of_a + 1 / np.log2(4)) / 2)
    assert figures.means["recall@12"] == figures.means["recall@100"] == 1
    assert figures.means["recall@100, new items"] == 1  # a's n, which nobody had bought before
    assert figures.means["coverage"] == 1
    assert figures.means["popular"] == 1
    assert figures.curve[1] == 0
    assert figures.curve[2] == pytest.approx(1 / 4)  # of a's two items one, of b's one none
    assert figures.error == pytest.approx(abs(of_a - of_b) / 2 / np.sqrt(2))


def test_settings_are_chosen_on_the_days_before_those_that_figures_are_of() -> None:
    purchases = many(days=40)
    question = Question(
        name="shop", folds=rolling(purchases, 7, 2), goods=Goods.bare(purchases.item_ids), horizon=7, weeks=2
    )

    earlier = question.earlier()

    assert len(earlier.folds) == 2
    assert earlier.folds[0].after.days.max() < question.folds[-1].after.days.min()


def test_of_what_is_new_only_what_nobody_bought_before_is_asked_and_listed() -> None:
    question = Question(name="shop", folds=[fold()], goods=Goods.bare(fold().past.item_ids), horizon=7, weeks=2)

    new = question.of_new().folds[0]
    lists = protocol.recommended(new, protocol.makers(question)["kinds"]().fit(new.past, question.goods))

    n, z = 0, 3
    assert new.after.items.tolist() == [n]  # of x and n, which a bought, and y, which b did
    assert lists.items[0, :3].tolist() == [z, n, -1]  # nothing tells them apart but the number


def test_items_beside_each_other_in_every_space_find_what_is_bought_next() -> None:
    reds, blues = [f"r{number}" for number in range(6)], [f"b{number}" for number in range(6)]
    rows = [
        (f"c{person:02}", (reds, blues)[person % 2][(person // 2 + day) % 6], day)
        for person in range(24)
        for day in (1, 2, 12)
    ]
    purchases = bought(*rows)
    red = np.array([name.startswith("r") for name in purchases.item_ids])
    goods = Goods(
        ids=purchases.item_ids,
        columns={"baseColour": np.where(red, "Red", "Blue").tolist()},
        texts=np.where(red, "crimson gown", "denim trousers").tolist(),
        vectors=np.stack([red, ~red], axis=1).astype(np.float32),
    )
    question = Question(name="shop", folds=rolling(purchases, 7, 1), goods=goods, horizon=7, weeks=1)

    found = dict(spaces.measured(question))

    assert list(found) == ["words", "pictures", "features", "two towers", "all joined"]
    for name in ("words", "pictures", "features"):
        assert found[name].same_colour == 1
        assert np.isnan(found[name].same_type)
        # each had two of the six of their colour, and next buys one of the four others
        assert found[name].next_bought.curve[5] == 1
        assert found[name].next_bought.customers == 24
    assert [row[0] for row in spaces.rows(found)[1:]] == list(found)
    assert spaces.rows(found)[1][4] == "-"


def test_drawings_have_a_line_a_model_and_a_mark_for_what_it_costs(tmp_path: Path) -> None:
    scored = Scored.of(fold(), Ranked(np.array([[1], [2]], np.int32), np.array([[1.0], [1.0]], np.float32)))
    found = {"<shop>": {"cheap": Figures.of([scored], 1), "dear": Figures.of([scored], 100)}}

    drawing.write(tmp_path / "page.html", found)

    page = (tmp_path / "page.html").read_text()
    pictures = [ET.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]
    recall, cost = pictures
    assert "&lt;shop&gt;" in page
    assert [len(picture.findall("polyline")) for picture in pictures] == [2, 2]
    assert len(recall.findall("polyline")[0].attrib["points"].split()) == 8
    cheap, dear = (float(circle.attrib["cx"]) for circle in cost.findall("circle"))
    assert (cheap, dear) == (60, 560)


def test_weeks_roll_back_from_the_last_day_and_each_knows_only_what_was_before() -> None:
    purchases = many(days=40)

    folds = rolling(purchases, 7, 3)

    assert len(folds) == 3
    assert [len(part.after) + len(part.past) for part in folds] == [
        int((purchases.days < purchases.today - 7 * week).sum()) for week in range(3)
    ]
    assert all(part.past.days.max() < part.after.days.min() for part in folds)


@pytest.mark.parametrize("name", ALL)
def test_tomorrow_s_answer_planted_in_the_purchases_changes_nothing(name: str) -> None:
    """Everybody buys the same unheard-of thing tomorrow; whoever recommends it today has seen tomorrow."""
    past = [(f"c{number:03}", f"i{item:02}", day) for number in range(40) for day, item in enumerate(liked(number))]
    honest = bought(*past, *((f"c{number:03}", "i00", 30) for number in range(40)), items=["planted"])
    planted = bought(*past, *((f"c{number:03}", "planted", 30) for number in range(40)))

    lists = [recommended(purchases, ALL[name]()) for purchases in (honest, planted)]

    np.testing.assert_array_equal(lists[0].items, lists[1].items)
    if name not in APART:  # these rank what nobody bought yet
        assert honest.item_codes["planted"] not in lists[1].items


def liked(customer: int) -> list[int]:
    return [(customer * 7 + day * (1 + customer % 5)) % 20 for day in range(30)]


def recommended(purchases: Purchases, model: Model) -> Ranked:
    day = Fold(past=purchases.before(30), after=purchases.between(30, 31))
    return protocol.recommended(day, model.fit(day.past, Goods.bare(purchases.item_ids)))


def test_cases_that_a_mixture_learns_from_see_no_later_day() -> None:
    purchases = many(days=40)
    seen: list[int] = []

    class Spy:
        """Notes the last day that it is fitted on."""

        name = "spy"

        def fit(self, past: Purchases, goods: Goods | None = None) -> "Spy":
            seen.append(int(past.days.max()))
            return self

        def recommend(self, histories: Histories, k: int) -> Ranked:
            assert histories.ages.min() >= 1
            return Ranked.nothing(len(histories), k)

    made = cases(
        {"spy": Spy},  # type: ignore[dict-item]  # it has what is needed here
        purchases,
        Goods.bare(purchases.item_ids),
        horizon=7,
        count=3,
        each=10,
        most=50,
    )

    assert len(list(made)) == 3
    assert all(last < purchases.today - 7 * week for week, last in enumerate(seen, 1))


def test_a_question_is_answered_by_every_model_and_printed() -> None:
    purchases = many(days=40)
    question = Question(
        name="shop", folds=rolling(purchases, 7, 2), goods=Goods.bare(purchases.item_ids), horizon=7, weeks=2
    )
    models = {name: make for name, make in protocol.makers(question).items() if name in ("popular", "mixture")}

    figures = dict(protocol.evaluate(question, models))

    assert figures["mixture"].means["MAP@12"] > figures["popular"].means["MAP@12"]
    assert table.side_by_side({"shop": figures}).splitlines()[0].split("|")[2].strip() == (
        f"shop ({figures['popular'].customers})"
    )
    assert "mixture" in table.in_full(figures)
    assert table.as_record({"shop": figures})["shop"]["popular"]["customers"] == figures["popular"].customers


def test_a_figure_without_anybody_asked_is_not_printed_as_one() -> None:
    scored = Scored.of(fold(), Ranked(np.array([[0], [1]], np.int32), np.array([[1.0], [1.0]], np.float32)))
    nobody_new = replace(scored, known=np.array([True, True]))

    line = table.in_full({"model": Figures.of([nobody_new], 0)}).splitlines()[2]

    assert line.split("|")[7].strip() == "-"


@pytest.mark.skipif(not (DATA / sets.ONLINE_RETAIL).exists(), reason="the real purchases are not in ../shared/data")
def test_on_a_real_gift_shop_buying_again_beats_popularity() -> None:
    question = sets.question("online-retail", DATA)

    figures = dict(protocol.evaluate(question, {name: MODELS[name] for name in ("popular", "again", "copurchase")}))

    assert figures["popular"].customers == 464
    assert figures["popular"].means["MAP@12"] == pytest.approx(0.0511, abs=0.001)
    assert figures["again"].means["MAP@12"] > 0.1705
    assert figures["copurchase"].means["MAP@12"] > 0.1562
