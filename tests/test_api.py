"""The HTTP API: the same answers as the command's, over one server on loopback."""

import base64
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from lookbook.api import problems
from lookbook.behavior import errors as behavior_errors
from lookbook.commands.app import commands
from lookbook.errors import LookbookError
from lookbook.photos import PhotoError
from lookbook.settings import Settings
from tests.calling import plain_index, serving

GREEN = (0, 250, 10)


def png(colour: tuple[int, int, int]) -> bytes:
    """A plain photo."""
    target = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(target, "PNG")
    return target.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An index of seven plain pictures."""
    with plain_index(tmp_path_factory.mktemp("served")) as place:
        yield place


@pytest.fixture(scope="module")
def api(folder: Path) -> Iterator[httpx.Client]:
    """A client of a server that is ready."""
    with serving(folder, Settings()) as address, httpx.Client(base_url=address, timeout=30) as client:
        while client.get("/ready").status_code != 200:
            pass
        yield client


def ids(answer: httpx.Response) -> list[str]:
    """The products that were found, best first."""
    assert answer.status_code == 200, answer.text
    return [result["id"] for result in answer.json()["results"]]


def test_a_form_that_is_cut_short_is_refused(api: httpx.Client) -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nred\r\n'
    file = b'--b\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\n\r\n' + png(GREEN)
    for cut in (body, body + file):
        form = {"Content-Type": "multipart/form-data; boundary=b"}
        answer = api.post("/v1/search", content=cut, headers=form)
        assert (answer.status_code, answer.json()["type"]) == (422, "BadArgument")
        assert "it is cut short" in answer.json()["error"]


def test_a_photo_is_searched_for_as_a_file_as_base64_and_as_a_data_address(api: httpx.Client) -> None:
    photo = png(GREEN)
    text = base64.b64encode(photo).decode()
    form = api.post("/v1/search", files={"photo": ("my.png", photo)}, data={"k": "2"})
    assert ids(form) == ["3", "4"]
    assert form.json()["query"] == "my.png"
    assert form.json()["attributes"] == {"baseColour": [["Red", 0.9], ["Green", 0.1]]}
    assert form.json()["box"] == [0.0, 0.0, 4.0, 2.0]
    for given in (text, f"data:image/png;base64,{text}"):
        assert ids(api.post("/v1/search", json={"photo": given, "k": 2})) == ["3", "4"]


def test_words_a_product_and_conditions_are_searched_for_by_an_address_and_by_json(api: httpx.Client) -> None:
    assert ids(api.get("/v1/search", params={"text": "green shirt", "k": 1})) == ["3"]
    assert ids(api.post("/v1/search", json={"text": "green shirt", "k": 1})) == ["3"]
    assert ids(api.get("/v1/search", params={"like": "1", "k": 1})) == ["2"]
    conditions = {"like": "1", "where": ["articleType=Shirts", "baseColour=Blue"]}
    assert ids(api.get("/v1/search", params=conditions)) == ["5"]
    body = {"like": "1", "where": {"articleType": "Shirts", "baseColour": ["Blue", "Green"], "year": "2011.."}}
    assert ids(api.post("/v1/search", json=body)) == ["3", "5"]


def test_a_photo_and_words_are_mixed(api: httpx.Client) -> None:
    asked = {"text": "blue shirt", "k": "1", "mode": "text"}
    assert ids(api.post("/v1/search", files={"photo": ("p.png", png(GREEN))}, data=asked)) == ["5"]


def test_an_answer_is_the_record_that_the_command_prints(api: httpx.Client, folder: Path) -> None:
    printed = CliRunner().invoke(commands, ["search", "--index", str(folder), "--text", "red shirt", "--json"])
    expected = json.loads(printed.stdout)
    answered = api.get("/v1/search", params={"text": "red shirt"}).json()
    assert {**answered, "ms": 0} == {**expected, "ms": 0}


def test_what_a_photo_shows_is_told_without_a_search(api: httpx.Client) -> None:
    seen = api.post("/v1/attributes", files={"photo": ("p.png", png(GREEN))}).json()
    assert seen.pop("ms") >= 0
    assert seen == {
        "attributes": {"baseColour": [["Red", 0.9], ["Green", 0.1]]},
        "box": [0.0, 0.0, 4.0, 2.0],
        "unknown": False,
    }
    assert api.post("/v1/attributes", json={"text": "red"}).status_code == 422


def test_a_product_tells_its_row_and_is_asked_for_again_only_when_it_changed(api: httpx.Client) -> None:
    first = api.get("/v1/products/3")
    assert first.json()["product"]["productDisplayName"] == "Plain, with a comma, Green Shirt"
    assert first.json()["picture"] == "/v1/pictures/images/3.png"
    assert first.headers["cache-control"] == "public, max-age=60"
    again = api.get("/v1/products/3", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_picture_comes_as_it_is_or_smaller_and_only_once(api: httpx.Client, folder: Path) -> None:
    whole = api.get("/v1/pictures/images/3.png")
    assert whole.content == (folder / "images" / "3.png").read_bytes()
    assert whole.headers["content-type"] == "image/png"
    small = api.get("/v1/pictures/images/3.png", params={"size": 16})
    assert np.asarray(Image.open(io.BytesIO(small.content))).mean(axis=(0, 1)).round().tolist() == pytest.approx(
        [0, 255, 0], abs=2
    )
    assert small.headers["etag"] != whole.headers["etag"]
    again = api.get("/v1/pictures/images/3.png", headers={"If-None-Match": f"W/{whole.headers['etag']}"})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["images/9.png", "styles.csv", "index.json", "../etc/passwd", "/etc/passwd"])
def test_nothing_but_the_catalogues_pictures_is_handed_out(api: httpx.Client, name: str) -> None:
    answer = api.get(f"/v1/pictures/{name.replace('.', '%2E')}")
    assert answer.status_code == 404
    assert set(answer.json()) == {"error", "type"}


def test_the_catalogue_is_listed_in_parts(api: httpx.Client) -> None:
    first = api.get("/v1/products", params={"limit": 3}).json()
    assert [product["id"] for product in first["products"]] == ["1", "2", "3"]
    assert (first["total"], first["next"]) == (7, 3)
    last = api.get("/v1/products", params={"start": 6, "limit": 3}).json()
    assert [product["id"] for product in last["products"]] == ["7"]
    assert last["next"] is None
    some = api.get("/v1/products", params={"where": "gender=Women"}).json()
    assert [product["id"] for product in some["products"]] == ["2"]


def test_the_catalogue_is_browsed_in_an_order(api: httpx.Client) -> None:
    by_name = [product["id"] for product in api.get("/v1/products", params={"sort": "name"}).json()["products"]]
    assert ids(api.get("/v1/search", params={"sort": "name", "k": 7})) == by_name == list("5123467")
    found = api.post("/v1/search", json={"where": {"gender": "Women"}, "sort": "name"})
    assert (ids(found), found.json()["total"]) == (["2"], 1)
    assert api.get("/v1/products", params={"sort": "cheap"}).status_code == 422


def test_the_values_of_a_column_are_counted(api: httpx.Client) -> None:
    counted = api.get("/v1/counts/articleType", params={"where": "gender=Men"}).json()
    assert counted == {"column": "articleType", "counts": [["Shirts", 3]]}


ASKED: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("GET", "/v1/search", {}, 422, "NothingAsked"),
    ("GET", "/v1/search", {"params": {"like": "99"}}, 404, "UnknownProduct"),
    ("GET", "/v1/search", {"params": {"text": "a", "where": "no=1"}}, 422, "UnknownColumn"),
    ("GET", "/v1/search", {"params": {"text": "a", "where": "no"}}, 422, "BadCondition"),
    ("GET", "/v1/search", {"params": {"text": "a", "mode": "x"}}, 422, "UnknownRetriever"),
    ("GET", "/v1/search", {"params": {"text": "a", "k": 101}}, 422, "BadRequest"),
    ("GET", "/v1/search", {"params": {"text": "a" * 501}}, 422, "BadRequest"),
    ("POST", "/v1/search", {"json": {"photo": "!"}}, 422, "BadArgument"),
    ("POST", "/v1/search", {"json": {"photo": base64.b64encode(b"hello").decode()}}, 415, "PhotoError"),
    ("POST", "/v1/search", {"json": {"photo_url": "http://127.0.0.1/p.jpg"}}, 422, "PhotoError"),
    ("POST", "/v1/search", {"json": {"other": 1}}, 422, "BadRequest"),
    ("POST", "/v1/search", {"content": b"{", "headers": {"Content-Type": "application/json"}}, 422, "BadRequest"),
    ("POST", "/v1/search", {"content": b"a", "headers": {"Content-Type": "text/plain"}}, 422, "UnsupportedBody"),
    ("POST", "/v1/search", {"files": {"photo": ("p.png", b"")}}, 422, "PhotoError"),
    ("GET", "/v1/products/99", {}, 404, "UnknownProduct"),
    ("GET", "/v1/counts/no", {}, 422, "UnknownColumn"),
    ("GET", "/v1/recommendations", {"params": {"customer": "1"}}, 404, "BehaviorError"),
    ("POST", "/v1/recommendations", {"json": {"text": "a"}}, 422, "BadArgument"),
    ("POST", "/v1/recommendations", {"json": {"customer": "1", "like": "3"}}, 422, "BadArgument"),
    ("POST", "/v1/recommendations", {"json": {"customer": "1", "text": "a"}}, 404, "BehaviorError"),
    ("GET", "/nothing", {}, 404, "NotFound"),
    ("DELETE", "/v1/search", {}, 405, "MethodNotAllowed"),
]


@pytest.mark.parametrize(("method", "path", "given", "status", "kind"), ASKED)
def test_what_can_t_be_answered_says_why_in_one_sentence(
    api: httpx.Client, method: str, path: str, given: dict[str, Any], status: int, kind: str
) -> None:
    answer = api.request(method, path, **given)
    assert (answer.status_code, answer.json()["type"]) == (status, kind)
    assert len(answer.json()["error"].splitlines()) == 1
    assert "Traceback" not in answer.text


def test_the_status_of_every_expected_error_is_in_the_table() -> None:
    assert problems.status(PhotoError("", "too many bytes")) == 413
    assert problems.status(PhotoError("", "damaged")) == 422
    assert problems.status(behavior_errors.UnknownCustomerError("")) == 404
    assert problems.status(behavior_errors.MissingExtraError("")) == 501
    assert problems.status(LookbookError("")) == 422
    document = (Path(__file__).parents[1] / "docs" / "api.md").read_text()
    for kind, status in problems.STATUS.items():
        assert f"| `{kind.__name__}` | {status} |" in document


def test_a_method_that_is_not_taken_is_answered_with_all_that_are(api: httpx.Client) -> None:
    answer = api.delete("/v1/search")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert api.delete("/v1/products/3").headers["allow"] == "GET"


def test_health_and_readiness_are_told(api: httpx.Client) -> None:
    assert api.get("/health").json() == {"alive": True}
    ready = api.get("/ready").json()
    assert (ready["ready"], ready["pictures"], ready["encoder"]) == (True, 7, "mean-colour")


def test_requests_are_counted_by_route_and_never_by_what_was_asked(api: httpx.Client) -> None:
    api.get("/v1/products/3")
    text = api.get("/metrics").text
    assert 'lookbook_requests_total{method="GET",route="/v1/products/{product:path}",status="200"}' in text
    assert "lookbook_ready 1.0" in text
    assert "lookbook_pictures 7.0" in text


def test_a_log_line_tells_the_stages_and_nothing_of_who_asked_for_what(
    api: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "lookbook.requests"):
        asked = {"text": "secret shirt", "customer": "anna"}
        api.post("/v1/search", files={"photo": ("secret.png", png(GREEN))}, data={**asked, "customer": ""})
        api.get("/v1/search", params={"text": "secret words", "like": "1"})
        while len(caplog.messages) < 2:
            pass
    lines = [json.loads(message) for message in caplog.messages]
    assert {line["route"] for line in lines} == {"/v1/search"}
    assert {"receive", "photo", "see", "search", "write"} <= set(lines[1]["stages"])
    assert lines[1]["with"] == ["text", "like"]
    for private in ("secret", "anna", "127.0.0.1"):
        assert private not in caplog.text


def test_other_sites_may_not_ask_by_default(api: httpx.Client) -> None:
    answer = api.get("/health", headers={"Origin": "https://shop.example"})
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_description_is_openapi_3_1_with_examples(api: httpx.Client) -> None:
    described = api.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert {"Body", "Form", "Found", "Problem"} <= set(described["components"]["schemas"])
    assert described["components"]["schemas"]["Body"]["examples"]
