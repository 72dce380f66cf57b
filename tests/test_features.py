"""Search by features: what is near to what, what is looked for, and what is found."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from lookbook.conditions import understood
from lookbook.retrieval.colours import nearness
from lookbook.retrieval.encoded_query import EncodedQuery
from lookbook.retrieval.features import FeatureRetriever
from lookbook.retrieval.products import Products
from lookbook.retrieval.profile import Profile, Profiles
from tests.fakes import open_products, resources_of

TABLE = """id,gender,masterCategory,subCategory,articleType,baseColour,year
1,Men,Apparel,Topwear,Shirts,Navy Blue,2010
2,Men,Apparel,Topwear,Tshirts,Blue,2012
3,Men,Apparel,Bottomwear,Jeans,Blue,2012
4,Women,Footwear,Shoes,Heels,Red,
5,Women,Apparel,Topwear,Shirts,Multi,2010
"""


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> Products:
    """Five products."""
    return open_products(tmp_path_factory.mktemp("features"), "12345", TABLE)


def shares(products: Products, profile: Profile, column: str) -> Mapping[str, float]:
    """Return the values of a column that are looked for at all."""
    pairs = zip(products.column(column).places, profile[column].tolist(), strict=True)
    return {value: share for value, share in pairs if share}


def test_colours_are_near_by_how_they_look() -> None:
    names = ["navy blue", "BLUE", "Black", "Red", "Maroon", "Multi"]
    near = nearness(names)
    assert np.diag(near).tolist() == [1.0] * 6
    assert (near == near.T).all()
    assert near[0, 1] > near[0, 3]
    assert near[3, 4] > near[3, 1]
    assert near[:5, :5][~np.eye(5, dtype=bool)].max() < 0.3
    assert near[5].tolist() == [0, 0, 0, 0, 0, 1], "no one shade"


def test_a_score_is_the_expected_nearness_averaged_by_weight(products: Products) -> None:
    seen = {"articleType": [("Shirts", 0.6), ("Jeans", 0.2)], "gender": [("men", 1.0)]}
    profile = Profiles(resources_of(products)).seen(seen)
    # Shirts 3/4 and Jeans 1/4; Tshirts lie on the shelf of Shirts (0.2) and on the floor of Jeans (0.1)
    expected = [
        (0.75 + 0.25 * 0.1 + 1) / 2,
        (0.75 * 0.2 + 0.25 * 0.1 + 1) / 2,
        (0.75 * 0.1 + 0.25 + 1) / 2,
        0.0,
        (0.75 + 0.25 * 0.1) / 2,
    ]
    retriever = FeatureRetriever(resources_of(products))
    assert retriever.scores(profile).tolist() == pytest.approx(expected)
    query = EncodedQuery(attributes=seen)
    hits = retriever.search(query, 10)
    assert [hit.id for hit in hits] == ["1", "3", "2", "5"], "what shares nothing is not found"
    assert hits[0].why == {"features": hits[0].score}
    assert [hit.id for hit in retriever.search(query, 1, understood({"gender": "women"}))] == ["5"]


def test_numbers_are_near_by_their_distance(products: Products) -> None:
    scores = FeatureRetriever(resources_of(products)).scores
    profiles, spread = Profiles(resources_of(products)), np.std([2010, 2012, 2012, 2010])
    far = pytest.approx(np.exp(-2 / spread))
    assert scores(profiles.seen({"year": [("2010", 1.0)]})).tolist() == [1, far, far, 0, 1]
    assert scores(profiles.seen({"year": [("", 1.0)]})).tolist() == [0, 0, 0, 1, 0], "no number is near to itself only"


def test_what_a_text_names_counts_and_not_what_is_seen(products: Products) -> None:
    profiles = Profiles(resources_of(products))
    seen = profiles.seen({"baseColour": [("Blue", 0.9), ("Red", 0.1), ("Mauve", 0.5)], "hue": [("x", 1.0)]})
    assert seen.keys() == {"baseColour"}
    assert shares(products, seen, "baseColour") == pytest.approx({"blue": 0.9, "red": 0.1})
    asked = profiles.asked(seen, {"baseColour": ["red", "multi"], "gender": ["men"]}, {})
    # each gets 0.05 besides its likelihood
    assert shares(products, asked, "baseColour") == pytest.approx({"red": 0.15 / 0.2, "multi": 0.05 / 0.2})
    assert shares(products, asked, "gender") == {"men": 1.0}
    refused = profiles.asked(seen, {}, {"baseColour": ["blue"]})
    assert shares(products, refused, "baseColour") == {"red": 1.0}
    assert shares(products, seen, "baseColour") == pytest.approx({"blue": 0.9, "red": 0.1}), "nothing was written into"


def test_products_vote_for_a_share_of_a_profile(products: Products) -> None:
    profiles = Profiles(resources_of(products))
    seen = profiles.seen({"articleType": [("Heels", 1.0)]})
    rows, votes = np.array([0, 1, 4]), np.array([2, 1, 1], np.float32)
    voted = profiles.voted(seen, ["articleType", "gender", "price"], rows, votes, 0.4)
    assert shares(products, voted, "articleType") == pytest.approx({"heels": 0.6, "shirts": 0.3, "tshirts": 0.1})
    assert shares(products, voted, "gender") == pytest.approx({"men": 0.75, "women": 0.25}), (
        "of which nothing was known"
    )
    assert voted.keys() == {"articleType", "gender"}, "the table has no price"


def test_without_features_there_is_a_sentence_and_without_a_profile_nothing(products: Products, tmp_path: Path) -> None:
    assert FeatureRetriever(resources_of(products)).search(EncodedQuery(), 5) == []
    for table in (None, "id,productDisplayName\n1,Red Shirt\n"):
        with pytest.raises(ValueError, match=r"has none of the features articleType, .*; use another mode"):
            FeatureRetriever(resources_of(open_products(tmp_path / str(table is None), "12345", table))).search(
                EncodedQuery(), 5
            )
