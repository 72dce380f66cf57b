"""Recommendations of an index's own products: in Python, by command, and in the order of a search."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from lookbook.behavior.errors import BehaviorError, UnknownCustomerError
from lookbook.behavior.goods import Goods
from lookbook.behavior.hybrid import fused
from lookbook.behavior.ranking.mixture import Mixture
from lookbook.behavior.shop import MODEL
from lookbook.behavior.simulation.shopping import Simulation, products
from lookbook.behavior.transactions.importing import keep
from lookbook.behavior.transactions.sources import Source
from lookbook.book import Lookbook
from lookbook.client import Client
from lookbook.commands.app import commands
from lookbook.errors import LookbookError
from lookbook.evaluation.behavior.figures import Figures, Scored
from lookbook.evaluation.behavior.folds import rolling
from lookbook.evaluation.behavior.protocol import recommended
from lookbook.evaluation.behavior.sets import read
from lookbook.hit import Hit
from lookbook.settings import Settings
from tests.calling import serving
from tests.test_disk import hold
from tests.visitor import named

ROOT = Path(__file__).parents[1]
STYLES = ROOT / "styles.csv"


def shop(folder: Path) -> list[str]:
    """Write purchases of the fourteen pieces beside their index; returns the pieces' ids."""
    ids = sorted(Lookbook.open(folder).catalog.table.ids)
    lines = ["t_dat,customer_id,article_id,price"]
    for day in range(1, 29):
        for customer in range(12):
            piece = ids[(customer % 2) * 7 + (day + customer) % 7]
            lines.append(f"2026-01-{day:02},0{customer},{piece},1")
    lines.append("2026-01-28,00,gone,1")
    (folder / "transactions.csv").write_text("\n".join(lines))
    return ids


def test_a_customer_gets_what_people_like_them_buy_each_with_a_reason(folder: Path) -> None:
    ids = shop(folder)

    found = Lookbook.open(folder).recommend(customer="00", k=5)

    assert len(found) == 5
    assert {hit.id for hit in found} <= set(ids[:7])  # people with even numbers buy the first seven
    assert all(hit.reason for hit in found)
    assert all(set(hit.because) <= set(ids) for hit in found)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_what_is_dismissed_or_bought_stays_away_where_that_is_wanted(folder: Path) -> None:
    shop(folder)
    book = Lookbook.open(folder)
    first = book.recommend(customer="00", k=1)[0].id
    bought = set(book.personal.required().history("00"))

    without = book.recommend(customer="00", k=14, without=[first])
    new = book.recommend(customer="00", k=14, again=False)

    assert first not in {hit.id for hit in without}
    assert bought
    assert not bought & {hit.id for hit in new}


def test_what_is_learned_is_kept_as_of_the_purchases_that_it_was_learned_from(folder: Path) -> None:
    shop(folder)
    opened = Lookbook.open(folder).personal.shop
    assert opened is not None
    key = opened.key
    (folder / "more.csv").write_text("t_dat,customer_id,article_id,price\n2026-02-01,new,01,1\n")
    keep(Source(place=str(folder / "more.csv")), folder)
    assert "new" not in opened.purchases.customer_ids
    assert opened.key == key
    later = Lookbook.open(folder).personal.shop
    assert later is not None
    assert later.key != key
    assert "new" in later.purchases.customer_ids


def test_purchases_that_cannot_be_kept_while_somebody_writes_are_a_sentence(folder: Path) -> None:
    shop(folder)
    book, holder = Lookbook.open(folder), hold(folder)
    with pytest.raises(BehaviorError, match=r"transactions\.csv can't be kept: .* is being written by process"):
        book.recommend(customer="00", k=5)
    holder.communicate("")
    assert len(book.recommend(customer="00", k=5)) == 5


def test_words_or_a_photo_choose_and_purchases_order(folder: Path) -> None:
    ids = shop(folder)
    book = Lookbook.open(folder)
    photo = book.catalog.read(book.catalog.filenames[0])

    found = book.recommend(customer="00", k=7, photo=photo)
    searched = book.search(photo=photo, k=14)
    gently = book.search(photo=photo, k=14, customer="00")

    assert {hit.id for hit in gently} == {hit.id for hit in searched}
    own = [hit.id in ids[:7] for hit in gently]
    assert sum(own[:7]) >= sum(hit.id in ids[:7] for hit in searched[:7])
    assert sum(hit.id in ids[:7] for hit in found) >= sum(own[:7])


def test_page_command_server_client_and_python_recommend_the_same_of_what_looks_like_a_photo(folder: Path) -> None:
    shop(folder)
    book = Lookbook.open(folder)
    photo = folder / book.catalog.filenames[3]
    expected = [hit.id for hit in book.recommend(customer="00", k=4, photo=photo)]

    arguments = ["recommend", "--customer", "00", "--photo", str(photo), "-k", "4", "--json", "--index", str(folder)]
    told = json.loads(CliRunner().invoke(commands, arguments).stdout)
    with serving(folder, Settings()) as address, Client(address) as client:
        while httpx.get(f"{address}/v1/recommendations?customer=00", timeout=60).status_code == 503:
            pass
        served = client.recommend("00", 4, photo=photo)
        words = client.recommend("00", 4, text="shirt", again=False)

    assert [one["id"] for one in told["results"]] == expected
    assert [one["id"] for one in served["results"]] == expected
    assert {one["id"] for one in words["results"]}.isdisjoint(book.personal.required().history("00", 14))
    assert all(one["reason"] for one in served["results"][:1])


def test_a_search_s_order_moves_by_wishes_as_the_formula_says() -> None:
    hits = [Hit(name, name, 1.0) for name in "abc"]
    wishes = {"a": 0.0, "b": 0.2, "c": 0.9}

    # with weight 1: a 1/10; b 1/11 + 1/11; c 1/12 + 1/10
    assert [hit.id for hit in fused(hits, [wishes.__getitem__], 1.0)] == ["c", "b", "a"]
    # with weight 0.15: a .1; b .0909 + .0136 = .1045; c .0833 + .015 = .0983
    assert [hit.id for hit in fused(hits, [wishes.__getitem__], 0.15)] == ["b", "a", "c"]
    assert fused(hits, [wishes.__getitem__], 0.0) == hits


def test_without_purchases_nothing_is_recommended_and_nothing_is_loaded(folder: Path) -> None:
    book = Lookbook.open(folder)

    assert book.personal.recommender is None
    with pytest.raises(BehaviorError, match="bring some with lookbook transactions FILE"):
        book.recommend(customer="00")
    assert not (folder / ".lookbook" / "transactions").exists()


def test_an_unknown_customer_is_refused_in_a_sentence(folder: Path) -> None:
    shop(folder)
    book = Lookbook.open(folder)

    with pytest.raises(UnknownCustomerError, match="no purchase is of a customer 'nobody'"):
        book.recommend(customer="nobody")
    with pytest.raises(LookbookError, match="nobody"):
        book.search(text="red", customer="nobody")


def test_what_goes_with_a_product_leaves_out_itself_and_what_is_gone(folder: Path) -> None:
    ids = shop(folder)
    recommender = Lookbook.open(folder).personal.required()

    assert recommender.with_it("nothing of the kind", 3) == []
    assert set(recommender.with_it(ids[0], 5)) <= set(ids[1:7])
    assert "gone" not in recommender.history("00", most=30)
    assert recommender.customers(3) == ["01", "02", "03"] or len(recommender.customers(3)) == 3


def test_the_commands_keep_purchases_and_recommend_from_them(folder: Path, tmp_path: Path) -> None:
    shop(folder)
    (folder / "transactions.csv").rename(tmp_path / "sold.csv")
    run = CliRunner().invoke

    kept = run(commands, ["transactions", str(tmp_path / "sold.csv"), "--index", str(folder)])
    again = run(commands, ["transactions", str(tmp_path / "sold.csv"), "--index", str(folder), "--no-train"])
    plain = run(commands, ["recommend", "--customer", "03", "--index", str(folder), "-k", "2"])
    as_json = run(commands, ["recommend", "--customer", "03", "--index", str(folder), "-k", "2", "--json"])

    assert kept.exit_code == again.exit_code == plain.exit_code == as_json.exit_code == 0
    assert "1 items not in the catalogue; days: new 28" in kept.stdout
    assert "unchanged 28" in again.stdout
    record = json.loads(as_json.stdout)
    assert [result["rank"] for result in record["results"]] == [1, 2]
    assert all(result["id"] in plain.stdout and result["reason"] for result in record["results"])
    assert len(list((folder / ".lookbook").glob("recommendations-*.npz"))) == 1


def test_evaluate_measures_an_index_s_own_purchases(folder: Path) -> None:
    shop(folder)

    arguments = ["evaluate", "--behavior", "--index", str(folder), "--only", "popular", "--only", "again"]
    answer = CliRunner().invoke(commands, arguments)

    assert answer.exit_code == 0
    header, _, *rows = answer.stdout.splitlines()[:4]
    assert "own purchases (36)" in header  # twelve people in each of the three weeks that have a past
    assert [row.split("|")[1].strip() for row in rows] == ["popular", "again"]


def test_invented_people_are_the_same_for_the_same_seed_and_buy_only_what_is_there() -> None:
    rows = products(STYLES)[:60]
    first, second, other = Simulation(rows, 20), Simulation(rows, 20), Simulation(rows, 20, seed=8)

    assert first.bought == second.bought != other.bought
    assert len(first.bought) > 100
    assert all(first.world.launched[item] <= day for day, _, item in first.bought)


def test_a_mixture_finds_half_of_what_somebody_who_knew_the_tastes_would(tmp_path: Path) -> None:
    rows = products(STYLES)
    simulation = Simulation(rows, 150)
    simulation.write(tmp_path / "t.csv")
    purchases = read(Source(place=str(tmp_path / "t.csv"))).extended(row["id"] for row in rows)
    fold = rolling(purchases, 7, 1)[0]
    mixture = Mixture(["popular", "again", "copurchase"], count=4, trees=False)

    known = simulation.oracle(purchases, fold.customers, fold.today, 100)
    guessed = recommended(fold, mixture.fit(fold.past, Goods.bare(purchases.item_ids)))

    oracle, found = (Figures.of([Scored.of(fold, lists)], 0).means["MAP@12"] for lists in (known, guessed))
    assert oracle > found > 0.5 * oracle
    assert np.isfinite(known.scores[:, 0]).all()


def test_the_page_shows_recommendations_only_where_there_are_purchases(folder: Path) -> None:
    from tests.visitor import headings, open_page

    without = open_page()
    assert "For you" not in headings(without)
    assert not without.selectbox

    shop(folder)
    page = open_page()
    assert "For you" in headings(page)
    page.selectbox[0].set_value("00").run()
    assert len(named(page, "linked-for-you-")) == 10
    assert any(caption.value == "Bought last" for caption in page.caption)


def test_the_page_forgets_what_is_dismissed_and_follows_the_heart(folder: Path) -> None:
    from tests.visitor import open_page, press

    ids = shop(folder)
    page = open_page()
    page.selectbox[0].set_value("00").run()
    first = named(page, "linked-for-you-")[0]
    page = press(page, "dismiss-0")
    assert first not in named(page, "linked-for-you-")
    assert first in named(press(page, "undismiss"), "linked-for-you-")

    page.selectbox[0].set_value("Somebody new").run()
    page = press(page, "heart-for-you-0")
    assert any(caption.value == "Saved" for caption in page.caption)
    assert len(ids) == 14


def test_what_a_visitor_saves_and_looks_for_orders_results_gently_and_says_so(folder: Path) -> None:
    from tests.visitor import open_page, press, say

    shop(folder)
    plain = named(say(open_page(), "red"), "linked-result-")
    page = open_page()
    page = press(page, "heart-for-you-0")
    assert "because you saved" in " ".join(caption.value for caption in page.caption)
    page.session_state["shortlist"] = ("06",)  # jeans, as 05 and 07 are
    page = say(page, "red")
    mine = named(page, "linked-result-")
    said = [caption.value for caption in page.caption if "because you saved" in caption.value]

    assert mine != plain
    assert mine[0] == plain[0]  # gently: what fits best stays first
    assert said
    assert all("Piece 06" in sentence for sentence in said)
    assert page.session_state["searched"] == ("01",)

    page.toggle(key="my-order-switch").set_value(False).run()
    assert named(page, "linked-result-") == plain


def test_a_switch_that_tells_what_is_known_already_changes_nothing() -> None:
    def script() -> None:
        import streamlit as st

        from lookbook.ui import mine

        for stands in (True, True, False, False, True):
            st.session_state["some-switch"] = stands
            mine.switch("some-switch")
            st.text(str(mine.on()))

    page = AppTest.from_function(script).run()
    assert [text.value for text in page.text] == ["True", "True", "False", "False", "True"]


def test_results_are_in_the_order_of_the_customer_that_was_chosen(folder: Path) -> None:
    from tests.visitor import open_page, say

    ids = shop(folder)
    page = open_page()
    page.selectbox[0].set_value("01").run()
    page = say(page, "red")

    own = {f"Piece {product}" for product in ids[7:]}  # people with odd numbers buy the last seven
    assert len(own.intersection(named(page, "linked-result-"))) >= 3  # plainly it is the first five
    assert any("you bought it before" in caption.value for caption in page.caption)


def test_a_visitor_s_taste_is_forgotten_where_they_want_that(folder: Path) -> None:
    from tests.visitor import open_page, press

    shop(folder)
    page = press(open_page(), "dismiss-0")
    page = press(page, "undismiss")

    assert page.session_state["dismissed"] == page.session_state["searched"] == ()
    assert not [button for button in page.button if button.key == "undismiss"]


def test_without_purchases_nothing_is_noted_and_results_keep_their_order(folder: Path) -> None:
    from tests.visitor import open_page, press, say

    page = press(say(open_page(), "shirt"), "heart-result-2")

    assert "searched" not in page.session_state
    assert not page.toggle


def test_what_lives_long_has_another_process_learn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("index.json", "embeddings.pkl", "filenames.pkl", "styles.csv", "transactions.csv", "images"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.delattr(Mixture, "fit")  # nothing can be learned in this process
    personal = Lookbook.open(tmp_path).personal

    personal.prepare()
    (learned,) = MODEL.files(tmp_path)
    written = learned.stat().st_mtime_ns
    assert personal.required().recommend(personal.required().customers(1)[0], 5)
    personal.prepare()
    assert learned.stat().st_mtime_ns == written


def test_recommending_takes_no_pandas_keras_or_lightgbm_along(folder: Path) -> None:
    shop(folder)
    Lookbook.open(folder).recommend(customer="00", k=2)  # learns, which is allowed to
    script = (
        "import sys; from lookbook.behavior.shop import Shop, MODEL; from lookbook.behavior.transactions.ledger import "
        "Ledger; from pathlib import Path; folder = Path(sys.argv[1]); Ledger(folder).purchases(); "
        "MODEL.unpack(next((folder / '.lookbook').glob('recommendations-*')), None); print(*sys.modules)"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", script, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()

    assert {"lookbook.behavior.shop", "pyarrow", "scipy"} <= set(loaded)
    assert {"pandas", "keras", "tensorflow", "lightgbm", "implicit", "sklearn"} & set(loaded) == set()
