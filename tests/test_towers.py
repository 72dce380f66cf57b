"""The two towers: the loss by hand, examples without tomorrow, and new articles that are not cold."""

from pathlib import Path

import numpy as np
import pytest

from lookbook.behavior.goods import Goods
from lookbook.behavior.histories import Histories
from lookbook.behavior.towers.examples import LATEST, Seen, examples
from lookbook.behavior.towers.item_features import item_features
from lookbook.behavior.towers.loss import MASKED, corrected, in_batch
from lookbook.behavior.towers.two_tower import TwoTower
from tests.shopping import bought

SCORES = np.array([[1.0, 0.5, 2.0, 1.0], [0.0, 3.0, 1.0, 2.0], [1.5, 0.5, 0.25, 0.0]], np.float32)
BOUGHT = np.array([7, 4, 7], np.int32)  # the first and the third customer bought the same
COLUMNS = np.array([7, 4, 7, 4], np.int32)  # a stranger was drawn beside: what the second customer bought
LOG_SHARES = np.log(np.array([0.5, 0.25, 0.5, 0.25], np.float32))


def test_the_share_of_an_item_is_taken_off_and_the_same_item_of_another_customer_is_masked() -> None:
    logits = np.asarray(corrected(SCORES, BOUGHT, COLUMNS, LOG_SHARES))

    half, quarter = np.log(2), np.log(4)  # minus the logarithms of 1/2 and 1/4
    expected = [
        [1 + half, 0.5 + quarter, MASKED, 1 + quarter],
        [0 + half, 3 + quarter, 1 + half, MASKED],
        [MASKED, 0.5 + quarter, 0.25 + half, 0 + quarter],
    ]
    np.testing.assert_allclose(logits, expected, rtol=1e-6)
    assert logits[0, 2] == logits[2, 0] == logits[1, 3] == np.float32(-1e9)


def test_the_loss_is_the_cross_entropy_of_the_diagonal() -> None:
    first = -np.log(np.exp(1) * 2 / (np.exp(1) * 2 + np.exp(0.5) * 4 + np.exp(1) * 4))
    second = -np.log(np.exp(3) * 4 / (np.exp(0) * 2 + np.exp(3) * 4 + np.exp(1) * 2))
    third = -np.log(np.exp(0.25) * 2 / (np.exp(0.5) * 4 + np.exp(0.25) * 2 + np.exp(0) * 4))

    assert float(in_batch(SCORES, BOUGHT, COLUMNS, LOG_SHARES)) == pytest.approx((first + second + third) / 3, rel=1e-6)


def test_an_example_sees_only_what_was_bought_on_days_before() -> None:
    purchases = bought(("a", "x", 1), ("a", "y", 3), ("a", "z", 3), ("b", "z", 5))

    made = examples(purchases, most=10)

    assert made.bought.tolist() == [0, 1, 2, 2]
    assert made.seen.items[:, 0].tolist() == [0, 1, 1, 0]  # positions from 1: a saw x before y and z, b nothing
    np.testing.assert_allclose(made.seen.ages[1:3, 0], np.log(1 + 2), rtol=1e-6)
    assert made.seen.items[:, 1:].max() == 0


def test_what_a_customer_bought_is_seen_latest_first_with_its_age() -> None:
    seen = Seen.of(Histories.of_items([3, 5], today=9, ages=[4, 1]))

    assert seen.items[0, :3].tolist() == [6, 4, 0]
    np.testing.assert_allclose(seen.ages[0, :3], [np.log(2), np.log(5), 0], rtol=1e-6)
    np.testing.assert_allclose(seen.facts, [[np.log(3), np.log(2)]], rtol=1e-6)
    assert seen.items.shape == (1, LATEST)


def test_features_are_known_of_items_that_nobody_bought() -> None:
    purchases = bought(("a", "x", 1), ("a", "y", 1), items=["z"])
    goods = Goods(ids=purchases.item_ids, texts=["red dress", "blue jeans", "red dress"])

    features = item_features(purchases, goods)

    np.testing.assert_allclose(features[0, 3:], features[2, 3:], atol=1e-5)  # the words of x and z are the same
    assert features[:, 1].tolist() == [1, 1, 0]  # the price of z is not known
    assert features[:, 2].tolist() == [-1, 0, 1]


def test_a_new_article_is_found_by_what_it_is_and_survives_a_file(tmp_path: Path) -> None:
    rows = [
        (f"c{customer:03}", f"{'red' if customer % 2 else 'blue'}{(customer + day) % 8}", day)
        for customer in range(80)
        for day in range(8)
    ]
    new = ["blue8", "blue9", "red8", "red9"]
    purchases = bought(*rows, items=new)
    words = ["crimson gown" if name.startswith("red") else "denim trousers" for name in purchases.item_ids]
    goods = Goods(ids=purchases.item_ids, texts=words)
    model = TwoTower(epochs=8, batch=64, rate=1e-2).fit(purchases, goods)
    lover_of_red = purchases.histories(np.array([1], np.int32))

    ranked = model.recommend(lover_of_red, 20).items[0].tolist()
    model.save(tmp_path / "towers")
    loaded = TwoTower.load(tmp_path / "towers").recommend(lover_of_red, 20).items[0].tolist()

    place = {purchases.item_ids[item]: rank for rank, item in enumerate(ranked)}
    assert max(place["red8"], place["red9"]) < min(place["blue8"], place["blue9"])
    assert loaded == ranked
