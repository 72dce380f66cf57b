"""What docs/api.md tells people to type works as it stands, against a server on loopback."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Route, expect, sync_playwright

from lookbook.api.shapes import Form, Found
from lookbook.photos import web
from lookbook.settings import Settings
from tests.browsing import CHROMIUM, SWITCHES
from tests.calling import serving

ROOT = Path(__file__).parents[1]
TOLD = (ROOT / "docs" / "api.md").read_text("utf-8")
PHOTO = ROOT / "images" / "1002.jpg"
SITE = "http://shop.example"
NODE = shutil.which("node")
ADDRESS = re.compile(r"(?:http://)?(?:localhost|127\.0\.0\.1):8000")
LOOPBACK = "--disable-features=LocalNetworkAccessChecks"
"""Chromium lets no site of the web ask a server on loopback, as this one does, otherwise."""
CLIENTS = ("python", "kotlin", "js")


def blocks(language: str) -> list[str]:
    """The blocks of a language, as they stand."""
    return re.findall(rf"```{language}\n(.*?)```", TOLD, re.DOTALL)


CALLS = [line for block in blocks("sh") for line in block.splitlines()]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a server of the sample, to which every address of a photo leads to the same shirt."""
    with pytest.MonkeyPatch.context() as patch, serving(ROOT, Settings(api_origins=(SITE,))) as server:
        patch.setattr(web, "fetch", lambda *_: PHOTO.read_bytes())
        while httpx.get(f"{server}/v1/recommendations?customer=Rosa%201", timeout=60).status_code == 503:
            pass
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the sample's pictures, in which curl fails where it is refused."""
    (tmp_path / "images").symlink_to(ROOT / "images")
    (tmp_path / ".curlrc").write_text("fail\nsilent\nshow-error\n")
    return tmp_path


def run(words: list[str], folder: Path) -> str:
    """Run a program in a folder; returns what it printed."""
    environment = {**os.environ, "CURL_HOME": str(folder), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed here")
@pytest.mark.parametrize("call", CALLS)
def test_a_call_by_curl_is_answered(call: str, address: str, folder: Path) -> None:
    printed = run(["bash", "-euo", "pipefail", "-c", ADDRESS.sub(address, call)], folder)
    if "-o picture.jpg" in call:
        assert (folder / "picture.jpg").read_bytes().startswith(b"\xff\xd8")
    elif call.endswith("/metrics"):
        assert "lookbook_requests_total" in printed
    else:
        answer = json.loads(printed)
        assert answer.get("results", answer.get("products", answer))


def test_every_call_that_is_described_is_shown_by_curl(address: str) -> None:
    paths = httpx.get(f"{address}/openapi.json").json()["paths"]
    for path, methods in paths.items():
        shown = re.compile(r"localhost:8000" + re.sub(r"\\{\w+\\}", r"[^?\\s]+", re.escape(path)) + r'(?:[?"\s]|$)')
        found = {"post" if re.search(r" -[Fd] ", call) else "get" for call in CALLS if shown.search(call)}
        assert found == set(methods), path


@pytest.mark.parametrize("language", CLIENTS)
def test_a_client_does_a_search_in_about_twenty_lines(language: str) -> None:
    (client,) = blocks(language)
    assert len(client.splitlines()) <= 23


def test_the_python_client_runs(address: str, folder: Path) -> None:
    (client,) = blocks("python")
    printed = run([sys.executable, "-c", ADDRESS.sub(address, client)], folder)
    assert [line.split()[0] for line in printed.splitlines()] == ["1", "2", "3"]
    assert len(list(folder.glob("*.jpg"))) == 3


def test_the_android_client_asks_for_what_there_is(address: str) -> None:
    (client,) = blocks("kotlin")
    (path,) = re.findall(r"\$server(/[\w/]+)", client)
    sent = set(re.findall(r'addFormDataPart\("(\w+)"', client))
    read = set(re.findall(r'get(?:String|JSONArray)\("(\w+)"\)', client))
    assert "post" in httpx.get(f"{address}/openapi.json").json()["paths"][path]
    assert {"photo"} < sent <= set(Form.model_fields)
    assert {"results"} < read <= set(Found.model_fields)


@pytest.mark.skipif(NODE is None, reason="node is not installed here")
def test_the_web_client_runs(address: str, folder: Path) -> None:
    (client,) = blocks("js")
    (folder / "search.mjs").write_text(client)
    (folder / "ask.mjs").write_text(
        'import { openAsBlob } from "node:fs";\n'
        'import { search } from "./search.mjs";\n'
        "const [server, photo] = process.argv.slice(2);\n"
        'const found = await search(server, await openAsBlob(photo), "in red");\n'
        "const pictures = await Promise.all(found.map(async ({ picture }) => (await fetch(picture)).status));\n"
        'const refused = await search(server, new Blob(["no"])).catch((error) => error.message);\n'
        "console.log(JSON.stringify({ found, pictures, refused }));\n"
    )
    said = json.loads(run([str(NODE), "--no-warnings", "ask.mjs", address, str(PHOTO)], folder))
    assert said["pictures"] == [200] * 5
    assert "Red" in said["found"][0]["title"]
    assert "not a picture" in said["refused"]


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed here")
def test_the_web_page_shows_what_it_found(address: str) -> None:
    served = {"/": ("text/html", *blocks("html")), "/search.js": ("text/javascript", *blocks("js"))}

    def answer(route: Route) -> None:
        kind, body = served.get(route.request.url.removeprefix(SITE), ("text/plain", ""))
        route.fulfill(content_type=kind, body=ADDRESS.sub(address, body))

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=[*SWITCHES, LOOPBACK])
        page = browser.new_page()
        page.route(f"{SITE}/**", answer)
        page.goto(f"{SITE}/")
        page.set_input_files("input", PHOTO)
        expect(page.locator("p img")).to_have_count(5, timeout=30_000)
