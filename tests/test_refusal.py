"""What is no garment is refused by both heads together, and a garment that the type head is sure of is not."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.refusal import Seen, choose
from lookbook import photos
from lookbook.encoders.fashion import FashionEncoder
from lookbook.encoders.refusal import CALIBRATED, Refusal

BOTH = Refusal(0.5, -0.67)
ALONE = Refusal.by_garment(0.212)


def heads(garment: float, kind: float) -> tuple[np.ndarray, np.ndarray]:
    return np.array([[1 - garment, garment]]), np.array([[kind, (1 - kind) / 2, (1 - kind) / 2]])


def test_a_dress_that_is_surely_a_dress_is_taken_though_the_garment_head_doubts() -> None:
    assert ALONE.refuses(*heads(0.15, 0.94)).tolist() == [True]
    assert BOTH.refuses(*heads(0.15, 0.94)).tolist() == [False]


def test_what_is_of_no_type_is_refused_though_the_garment_head_hesitates() -> None:
    assert ALONE.refuses(*heads(0.3, 0.4)).tolist() == [False]
    assert BOTH.refuses(*heads(0.3, 0.34)).tolist() == [True]


@pytest.mark.parametrize("product", ["1234", "1642", "1740", "2012", "2773"])
def test_products_of_the_sample_that_the_garment_head_alone_refuses_are_taken(product: str) -> None:
    encoder, photo = FashionEncoder(), photos.read(Path(f"images/{product}.jpg").read_bytes())
    outputs = encoder.outputs(encoder.prepare(photo)[None])
    assert encoder.garment_alone.refuses(outputs["garment"], outputs["articleType"]).tolist() == [True]
    assert encoder.predict([photo])[0].unknown is False


def test_a_sure_type_alone_makes_no_garment() -> None:
    assert BOTH.refuses(*heads(0.003, 0.99)).tolist() == [True]


@pytest.mark.parametrize("threshold", [0.0, 0.2, 0.7])
def test_weights_without_a_rule_go_by_the_garment_head_alone(threshold: float) -> None:
    garment = np.stack([1 - (chances := np.linspace(0, 1, 11)), chances], axis=1)
    refused = Refusal.by_garment(threshold).refuses(garment, np.full((11, 2), 0.5))
    assert refused.tolist() == [chance < threshold and threshold > 0 for chance in chances.tolist()]


def test_the_rule_is_chosen_that_refuses_most_for_the_same_products() -> None:
    rng = np.random.default_rng(0)

    def seen(garment: float, kind: float) -> Seen:
        chances = [1 / (1 + np.exp(-rng.normal(mean, 1.0, 2000))) for mean in (garment, kind)]
        rows = [np.stack([1 - chance, chance], axis=1).astype(np.float32) for chance in chances]
        return Seen(["one"] * 2000, rows[0], rows[1])

    alike, apart = seen(2.0, 4.0), seen(-2.0, 4.0)
    assert choose([alike], [apart]).kind < choose([seen(2.0, 8.0)], [seen(-2.0, 1.0)]).kind


def test_the_weights_that_ship_have_a_rule_of_their_own() -> None:
    encoder = FashionEncoder()
    assert encoder.refusal == CALIBRATED[encoder.identity.weights_sha256]
    assert encoder.refusal.kind > 0
