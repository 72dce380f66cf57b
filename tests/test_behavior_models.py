"""What every model of purchases does, and what each one finds."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from lookbook.behavior.errors import BehaviorError
from lookbook.behavior.goods import Goods
from lookbook.behavior.histories import Histories
from lookbook.behavior.models.again import BoughtAgain
from lookbook.behavior.models.alike import LookAlike, SameWords
from lookbook.behavior.models.als import Factors
from lookbook.behavior.models.base import Model
from lookbook.behavior.models.copurchase import CoPurchase
from lookbook.behavior.models.kinds import Kinds, kin
from lookbook.behavior.models.normalisation import NORMALISATIONS
from lookbook.behavior.models.popularity import Popularity
from lookbook.behavior.models.registry import MODELS
from lookbook.behavior.models.variants import Variants
from lookbook.behavior.ranked import NOTHING, Ranked
from lookbook.behavior.ranking.mixture import Mixture
from lookbook.behavior.ranking.trees import Trees
from lookbook.behavior.towers.two_tower import TwoTower
from tests.shopping import bought, many

ALL: dict[str, Callable[[], Model]] = {
    **MODELS,
    "towers": partial(TwoTower, epochs=1, batch=32),
    "mixture": partial(Mixture, ["popular", "again", "copurchase"], count=4, most=100),
    "mixture without trees": partial(Mixture, ["popular", "again"], count=2, trees=False),
}


def names(ranked: Ranked, ids: list[str]) -> list[list[str]]:
    return [[ids[item] for item in row if item != NOTHING] for row in ranked.items]


@pytest.fixture(params=ALL)
def make(request: pytest.FixtureRequest) -> Callable[[], Model]:
    return ALL[request.param]


class TestEveryModel:
    """The contract."""

    def test_ranks_best_first_each_item_once_and_ends_with_nothing(self, make: Callable[[], Model]) -> None:
        purchases = many()
        ranked = make().fit(purchases).recommend(purchases.histories(purchases.buyers()), 40)

        assert ranked.items.shape == ranked.scores.shape == (60, 40)
        for items, scores in zip(ranked.items, ranked.scores, strict=True):
            count = int((items != NOTHING).sum())
            assert (items[:count] != NOTHING).all()
            assert len(set(items[:count].tolist())) == count
            assert (np.diff(scores[:count]) <= 0).all()
            assert np.isneginf(scores[count:]).all()

    def test_a_customer_is_answered_the_same_alone_and_among_others(self, make: Callable[[], Model]) -> None:
        purchases = many()
        model, all_of_them = make().fit(purchases), purchases.histories(purchases.buyers())

        together = model.recommend(all_of_them, 5)
        alone = model.recommend(all_of_them.part(7, 8), 5)

        np.testing.assert_array_equal(alone.items[0], together.items[7])

    def test_a_visitor_s_basket_and_nobody_at_all_are_answered(self, make: Callable[[], Model]) -> None:
        purchases = many()
        model = make().fit(purchases)

        basket = model.recommend(Histories.of_items([0, 3], purchases.today), 5)
        nobody = model.recommend(Histories.of_items([], purchases.today), 5)

        assert len(basket) == len(nobody) == 1
        assert (nobody.items < len(purchases.item_ids)).all()

    def test_what_was_saved_answers_as_before(self, make: Callable[[], Model], tmp_path: Path) -> None:
        purchases = many()
        goods = Goods(ids=purchases.item_ids, columns={"colour": ["red", "blue", "green"] * 10})
        model, asked = make().fit(purchases, goods), purchases.histories(purchases.buyers())

        model.save(tmp_path / "model")
        loaded = type(model).load(tmp_path / "model")

        np.testing.assert_array_equal(loaded.recommend(asked, 9).items, model.recommend(asked, 9).items)
        np.testing.assert_array_equal(
            loaded.similar(np.array([0, 4], np.int32), 3).items, model.similar(np.array([0, 4], np.int32), 3).items
        )

    def test_a_file_that_is_no_model_is_refused(self, make: Callable[[], Model], tmp_path: Path) -> None:
        (tmp_path / "model").write_bytes(b"PK\x03\x04")
        np.savez(tmp_path / "other.npz", model=np.array("else 1"))

        for name in ("model", "other.npz", "none"):
            with pytest.raises(BehaviorError):
                type(make()).load(tmp_path / name)

    def test_similar_items_leave_out_the_item_itself(self, make: Callable[[], Model]) -> None:
        similar = make().fit(many()).similar(np.array([2, 5], np.int32), 4)

        assert similar.items.shape == (2, 4)
        assert 2 not in similar.items[0]
        assert 5 not in similar.items[1]

    def test_a_reason_names_only_what_was_bought(self, make: Callable[[], Model]) -> None:
        purchases = many()
        model, history = make().fit(purchases), purchases.histories(purchases.buyers()[:1])

        for item in model.recommend(history, 3).items[0]:
            if item != NOTHING:
                reason = model.explain(history, int(item))
                assert reason.sentence
                assert set(reason.items) <= set(history.items.tolist())

    def test_k_must_be_positive_and_purchases_stay_as_they_are(self, make: Callable[[], Model]) -> None:
        purchases = many()
        before = [purchases.items.copy(), purchases.days.copy(), purchases.customers.copy()]
        model = make().fit(purchases)

        with pytest.raises(ValueError, match="k must be positive, got 0"):
            model.recommend(purchases.histories(purchases.buyers()), 0)

        for kept, now in zip(before, (purchases.items, purchases.days, purchases.customers), strict=True):
            np.testing.assert_array_equal(kept, now)


def test_popular_counts_the_last_days_and_older_purchases_less() -> None:
    purchases = bought(("a", "x", 0), ("b", "x", 0), ("c", "x", 0), ("a", "y", 9), ("b", "y", 9), ("a", "z", 10))
    nobody = Histories.of_items([], purchases.today)

    week = Popularity(7).fit(purchases).recommend(nobody, 3)
    halved = Popularity(None, half_life=5).fit(purchases).recommend(nobody, 3)

    assert names(week, ["x", "y", "z"]) == [["y", "z"]]
    np.testing.assert_allclose(week.scores[0, :2], [2, 1])
    assert names(halved, ["x", "y", "z"]) == [["y", "z", "x"]]
    np.testing.assert_allclose(halved.scores[0], [2 * 0.5**0.2, 1, 3 * 0.25], rtol=1e-6)


def test_popular_keeps_to_the_department_a_customer_buys_from() -> None:
    purchases = bought(("a", "m1", 1), ("b", "w1", 1), ("c", "w1", 1), ("d", "w2", 1))
    goods = Goods(ids=purchases.item_ids, columns={"department": ["men", "women", "women"]})

    ranked = Popularity(None, segment="department").fit(purchases, goods)

    of_man_woman_and_nobody = Histories(
        starts=np.array([0, 1, 2, 2]),
        items=np.array([0, 2], np.int32),
        ages=np.array([1, 1], np.int32),
        quantities=np.array([1, 1], np.int32),
        today=2,
    )
    assert names(ranked.recommend(of_man_woman_and_nobody, 3), ["m1", "w1", "w2"]) == [
        ["m1"],
        ["w1", "w2"],
        ["w1", "m1", "w2"],
    ]


@pytest.mark.parametrize(
    ("normalisation", "expected"),
    [
        ("count", 2.0),  # two customers share x and y
        ("cosine", 2 / np.sqrt(3 * 2)),  # of three and two
        # a and b bought two things each, c one: weights 1/ln(3), 1/ln(3), 1/ln(2)
        (
            "inverse_users",
            (2 / np.log(3)) / np.sqrt((2 / np.log(3) + 1 / np.log(2)) * (2 / np.log(3))),
        ),
        # length = 0.25 + 0.75 * buyers / 2.5; idf of a customer of two items among two = ln(1 + 0.5 / 2.5)
        (
            "bm25",
            2 * (2.2 / (1.2 * (0.25 + 0.9) + 1)) * (2.2 / (1.2 * (0.25 + 0.6) + 1)) * np.log(1.2) ** 2,
        ),
    ],
)
def test_items_go_together_as_the_formula_says(normalisation: str, expected: float) -> None:
    purchases = bought(("a", "x", 1), ("a", "y", 1), ("b", "x", 1), ("b", "y", 2), ("c", "x", 2))

    similar = CoPurchase(normalisation).fit(purchases).similar(np.array([0], np.int32), 1)

    assert similar.items.tolist() == [[1]]
    np.testing.assert_allclose(similar.scores, [[expected]], rtol=1e-5)


def test_an_unknown_normalisation_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=", ".join(NORMALISATIONS)):
        CoPurchase("cosinus")


def test_copurchase_says_which_purchase_speaks_for_an_item() -> None:
    purchases = bought(("a", "x", 1), ("a", "y", 1), ("b", "x", 1), ("b", "y", 1), ("c", "z", 1))
    model = CoPurchase().fit(purchases)

    reason = model.explain(Histories.of_items([2, 0], 2), 1)

    assert reason.items == (0,)
    assert reason.sentence == "bought by the same people as what you bought"


def test_what_is_bought_every_week_returns_before_what_is_bought_once() -> None:
    weekly = [("c" + str(n), "milk", 7 * week) for n in range(9) for week in range(8)]
    once = [("c" + str(n), "sofa", 50 + n % 3) for n in range(9)]
    purchases = bought(*weekly, *once)

    ranked = BoughtAgain().fit(purchases).recommend(purchases.histories(np.array([0], np.int32), 56), 2)

    assert names(ranked, ["milk", "sofa"]) == [["milk", "sofa"]]


def test_lists_are_filled_up_with_what_they_lack() -> None:
    own = Ranked(np.array([[3, NOTHING], [1, 2]], np.int32), np.array([[0.5, -np.inf], [0.9, 0.1]], np.float32))
    popular = Ranked(np.array([[3, 0, 1]], np.int32), np.array([[9, 8, 7]], np.float32))

    filled = own.filled(popular, 4, 5)

    assert filled.items.tolist() == [[3, 0, 1, NOTHING], [1, 2, 3, 0]]
    assert (np.diff(filled.scores[:, :3]) < 0).all()
    assert own.items.tolist() == [[3, NOTHING], [1, 2]]


def test_what_is_unwanted_leaves_a_list_and_the_rest_moves_up() -> None:
    ranked = Ranked(np.array([[3, 1, 0]], np.int32), np.array([[3, 2, 1]], np.float32))

    left = ranked.without(np.array([False, True, False, False]))

    assert left.items.tolist() == [[3, 0, NOTHING]]
    assert left.scores.tolist() == [[3, 1, -np.inf]]


def test_the_best_of_scores_are_in_order_of_items_where_they_are_equal() -> None:
    scores = np.array([[1, 2, 2, -np.inf]], np.float32)

    assert Ranked.best(scores, 3).items.tolist() == [[1, 2, 0]]
    assert Ranked.best(scores, 6).items.tolist() == [[1, 2, 0, NOTHING, NOTHING, NOTHING]]


def test_other_colours_of_a_late_purchase_come_first_and_the_popular_one_before() -> None:
    rows = [("a", "dress-red", 1), ("a", "hat-red", 9)]
    others = [("b", "dress-blue", 9), ("c", "dress-blue", 9), ("d", "dress-green", 9), ("e", "hat-blue", 9)]
    purchases = bought(*rows, *others, items=["dress-unsold"])
    goods = Goods(ids=purchases.item_ids, product_codes=[name.split("-")[0] for name in purchases.item_ids])
    model, history = Variants().fit(purchases, goods), purchases.histories(np.array([0], np.int32))

    ranked = model.recommend(history, 5)

    assert names(ranked, list(purchases.item_ids)) == [["hat-blue", "dress-blue", "dress-green"]]
    # bought a day and nine days ago; one buyer, two buyers and one of late
    expected = [1 + np.log(2), (1 + np.log(3)) / 9, (1 + np.log(2)) / 9]
    np.testing.assert_allclose(ranked.scores[0, :3], expected, rtol=1e-5)
    reason = model.explain(history, purchases.item_codes["hat-blue"])
    assert (reason.sentence, reason.items) == ("another colour of what you bought", (purchases.item_codes["hat-red"],))


def test_what_is_alike_is_found_by_its_picture_or_its_words_the_more_popular_first() -> None:
    purchases = bought(("a", "shirt", 9), ("b", "blouse", 9), items=["coat", "top"])
    ids = list(purchases.item_ids)
    looks = {"shirt": (1.0, 0.0), "blouse": (0.6, 0.8), "top": (0.8, 0.6), "coat": (0.0, 0.0)}
    words = {"shirt": "linen summer", "blouse": "linen summer", "top": "wool winter", "coat": "wool winter"}
    goods = Goods(
        ids=ids, vectors=np.array([looks[name] for name in ids], np.float32), texts=[words[name] for name in ids]
    )
    history = Histories.of_items([ids.index("shirt")], purchases.today)

    by_picture = LookAlike().fit(purchases, goods)
    by_words = SameWords().fit(purchases, goods)

    ranked = by_picture.recommend(history, 4)
    assert names(ranked, ids) == [["blouse", "top"]]  # the coat has no picture
    np.testing.assert_allclose(ranked.scores[0, :2], [0.6 * (1 + np.log(2)), 0.8], rtol=1e-5)
    assert names(by_words.recommend(history, 4), ids)[0][0] == "blouse"
    assert by_picture.explain(history, ids.index("top")).sentence == "looks like what you bought"


def test_variants_count_as_one_product_of_which_the_best_selling_is_listed() -> None:
    rows = [("a", "hat-red"), ("a", "bag-blue"), ("b", "hat-blue"), ("b", "bag-red"), ("c", "bag-red"), ("d", "belt")]
    purchases = bought(*((customer, item, 1) for customer, item in rows))
    ids = list(purchases.item_ids)
    goods = Goods(ids=ids, product_codes=[name.split("-")[0] for name in ids])

    model = CoPurchase("count", products=True).fit(purchases, goods)

    # a and b bought a hat and a bag each, of different colours: the products share two buyers
    # of bags the red one sold best, of hats none
    similar = model.similar(np.array([ids.index("hat-red")], np.int32), 3)
    assert names(similar, ids) == [["bag-red", "hat-blue"]]
    assert similar.scores[0, :2].tolist() == [2, 2]
    without = CoPurchase(products=True).fit(purchases, Goods.bare(ids))
    assert names(without.similar(np.array([0], np.int32), 3), ids) == [[]]


def test_a_new_article_is_as_popular_as_others_of_its_kind() -> None:
    purchases = bought(("a", "x1", 1), ("b", "x1", 1), ("a", "y1", 1), items=["x2", "y2"])
    goods = Goods(ids=purchases.item_ids, columns={"type": ["x", "x", "y", "y"]})

    counts = kin(purchases, goods)
    ranked = Kinds().fit(purchases, goods).recommend(Histories.of_items([], 2), 4)

    # others of their type sold: none but x1's own, x1's two, none, y1's one
    np.testing.assert_allclose(counts[:, 0], [0, np.log(3), 0, np.log(2)], rtol=1e-6)
    assert names(ranked, list(purchases.item_ids)) == [["x2", "y2", "y1", "x1"]]


def test_each_item_keeps_its_nearest_neighbours_those_of_equal_weight_by_their_ids() -> None:
    pairs = [("a", "x"), ("a", "p"), ("b", "x"), ("b", "q"), ("c", "x"), ("c", "r"), ("d", "x"), ("d", "r")]
    purchases = bought(*((customer, item, 1) for customer, item in pairs))

    near = CoPurchase("count", neighbours=3).fit(purchases).similar(np.array([3], np.int32), 9)

    # x shares four buyers with itself, two with r, one each with p and q: of three p is the last that is kept
    assert names(near, ["p", "q", "r", "x"]) == [["r", "p"]]
    assert near.scores[0, :2].tolist() == [2, 1]


def test_a_customer_s_factors_are_those_that_implicit_solves_for() -> None:
    from implicit.cpu.als import AlternatingLeastSquares

    purchases = many()
    model, asked = Factors(8, half_life=None).fit(purchases), purchases.histories(purchases.buyers())
    with threadpool_limits(1, "blas"):
        theirs = AlternatingLeastSquares(factors=8, regularization=0.01, alpha=10.0, iterations=15, random_state=0)
        theirs.fit(asked.matrix(len(purchases.item_ids)), show_progress=False)
        expected, _ = theirs.recommend(
            np.arange(len(asked)), asked.matrix(30), 5, filter_already_liked_items=False, recalculate_user=True
        )

    np.testing.assert_array_equal(model.recommend(asked, 5).items, expected)


def test_trees_score_as_the_library_that_learned_them_does_missing_values_too() -> None:
    import lightgbm

    rng = np.random.default_rng(0)
    values = rng.normal(size=(600, 4)).astype(np.float32)
    values[rng.random((600, 4)) < 0.2] = np.nan
    values[:, 3] = rng.integers(0, 3, 600)  # never missing here
    wanted = (np.nan_to_num(values[:, 0]) + values[:, 3] > 1).astype(int)
    settings = {"objective": "lambdarank", "verbosity": -1, "num_leaves": 7, "min_data_in_leaf": 5, "num_threads": 1}
    theirs = lightgbm.train(settings, lightgbm.Dataset(values, wanted, group=[20] * 30), num_boost_round=20)

    asked = np.vstack([values, np.full((1, 4), np.nan, np.float32)])  # in the last row even what never was missing
    scores = Trees.of(theirs.dump_model()).scores(asked)

    np.testing.assert_allclose(scores, theirs.predict(asked), rtol=1e-5, atol=1e-6)
    assert len(np.unique(scores)) > 10
