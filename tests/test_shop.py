"""The journey of docs/deploy.md: a shop whose products are in PostgreSQL and whose pictures are in S3."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from PIL import Image

from lookbook.client import Client
from lookbook.sample import draw
from lookbook.settings import Settings
from tests.buckets import objects, s3fs
from tests.calling import ready, serving
from tests.databases import Row, fill, run, server

ROOT = Path(__file__).parents[1]
TOLD = (ROOT / "docs" / "deploy.md").read_text("utf-8")
KINDS = ("Shirts", "Shirts", "Handbags")
TELLS = "\"productDisplayName\" = 'Velvet clutch', price = 5"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of the database of a shop whose pictures are in a bucket; the keys to both are in the environment."""
    with objects() as address, server("postgresql", tmp_path) as url:
        keys = {"ACCESS_KEY_ID": "AKIAPLANTEDKEY000000", "SECRET_ACCESS_KEY": "planted", "DEFAULT_REGION": "us-east-1"}
        for name, value in {"ENDPOINT_URL": address, **keys}.items():
            monkeypatch.setenv(f"AWS_{name}", value)
        bucket = s3fs.S3FileSystem(skip_instance_cache=True)
        bucket.mkdir("shop")
        rows: list[Row] = []
        for number, kind in enumerate(KINDS, 1):
            path = f"shop/pictures/{number}.jpg"
            with bucket.open(path, "wb") as file:
                Image.fromarray(draw(number, kind).image).save(file, "JPEG")
            rows.append((number, kind, "Red", f"Plain {kind} {number}", "19.90", 3, "", None, f"s3://{path}"))
        fill(url, rows)
        monkeypatch.setenv("LOOKBOOK_DATABASES", json.dumps({"shop": url}))
        monkeypatch.setenv("LOOKBOOK_DATABASE_SECONDS", "0.1")
        yield url


def commands() -> list[list[str]]:
    """The builds that the documentation shows, as they stand."""
    (told,) = re.findall(r"## A shop with PostgreSQL and S3\n.*?```sh\n(.*?)```", TOLD, re.DOTALL)
    lines = [line.partition("  #")[0].split() for line in told.splitlines()]
    return [line[1:] for line in lines if line[:2] == ["lookbook", "build"]]


def test_the_shop_is_built_served_and_followed(shop: str, tmp_path: Path) -> None:
    builds = commands()
    assert len(builds) == 2
    for number, words in enumerate(builds):
        index = tmp_path / f"catalogue{number}"
        words[words.index("catalogue")] = str(index)
        ran = subprocess.run(
            [sys.executable, "-m", "lookbook", *words, "--encoder", "fashion", "--precision", "f32"],
            cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        assert "indexed 3 (new 3" in ran.stdout
        with serving(index, Settings.load()) as address, Client(address) as client:
            ready(client)
            assert client.counts("articleType") == [("Shirts", 2), ("Handbags", 1)]
            found = client.search(text="handbags", k=1)["results"][0]
            assert found["id"] == "3"
            assert client.search(client.picture(found["filename"]), k=1)["results"][0]["id"] == "3"
            run(shop, f"UPDATE products SET {TELLS} WHERE id = 3")
            assert float(client.product("3")["product"]["price"]) == 5
            while not client.search(text="velvet", k=1)["results"]:
                pass
            run(shop, "UPDATE products SET \"productDisplayName\" = 'Plain Handbags 3' WHERE id = 3")


def test_the_compose_file_sets_only_what_there_is() -> None:
    services = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))["services"]
    assert set(services) == {"db", "build", "api", "page"}
    for name in ("build", "api", "page"):
        service = services[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        own = {key.removeprefix("LOOKBOOK_").lower() for key in service["environment"] if key.startswith("LOOKBOOK_")}
        assert own <= set(Settings.model_fields)
        if "command" in service:
            words = service["command"][3:]
            asked = subprocess.run(
                [sys.executable, "-m", "lookbook", words[0], "--help"],
                cwd=ROOT, env={**os.environ, "COLUMNS": "200"}, capture_output=True, text=True, check=True,
            )  # fmt: skip
            assert all(word in asked.stdout for word in words[1:] if word.startswith("--"))
