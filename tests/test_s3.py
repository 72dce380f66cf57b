"""A catalogue in object storage, over the real protocol: moto's server on loopback."""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from lookbook import photos
from lookbook.building.chunks import SharedChunks, chunk_bytes
from lookbook.catalog import Catalog, CatalogError
from lookbook.encoders.fashion import FashionEncoder
from lookbook.sample import draw
from lookbook.settings import Settings
from lookbook.ui import uploads
from tests.buckets import objects
from tests.servers import wait_for

ROOT = Path(__file__).parents[1]
KEY, SECRET = "AKIAPLANTEDKEY000000", "planted/secret+key"
DAY = 24 * 3600
HEADER = "id,articleType,productDisplayName\n"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Run a store of objects, empty."""
    with objects() as address:
        yield address


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make a bucket with five pictures and a product table; the keys to it are in the environment."""
    import s3fs

    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    store = s3fs.S3FileSystem(skip_instance_cache=True)
    if store.exists("shop"):
        store.rm("shop", recursive=True)
    store.mkdir("shop")
    for number in range(5):
        put(store, number)
    store.pipe_file("shop/styles.csv", (HEADER + "0,Shirts,Blue Shirt\n3,Shirts,Red Shirt\n").encode())
    return store


def put(store: Any, number: int, seed: int | None = None) -> None:
    with store.open(f"shop/images/{number}.jpg", "wb") as file:
        Image.fromarray(draw(number if seed is None else seed, "Shirts").image).save(file, "JPEG")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False
    )


def build(folder: Path, images: str = "s3://shop/images") -> subprocess.CompletedProcess[str]:
    ran = run("build_index.py", images, "--encoder", "fashion", "--precision", "f32", "--output", str(folder))
    assert ran.returncode == 0, ran.stderr
    return ran


def test_a_catalogue_is_built_from_a_bucket_and_searched(bucket: Any, tmp_path: Path) -> None:
    ran = build(tmp_path)
    assert "indexed 5 (new 5," in ran.stdout
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(bucket.cat_file("shop/images/3.jpg"))
    asked = run("-m", "lookbook", "search", str(photo), "--index", str(tmp_path), "--json")
    assert asked.returncode == 0, asked.stderr
    best = json.loads(asked.stdout)["results"][0]
    assert (best["id"], best["product"]["productDisplayName"]) == ("3", "Red Shirt")
    told = [ran.stdout, ran.stderr, asked.stdout, asked.stderr]
    told += [path.read_text("latin-1") for path in tmp_path.rglob("*") if path.is_file()]
    assert not [text for text in told if SECRET in text or KEY in text]


def test_only_what_changed_in_the_bucket_is_embedded_again(bucket: Any, tmp_path: Path) -> None:
    build(tmp_path)
    put(bucket, 1, seed=9)
    bucket.rm_file("shop/images/2.jpg")
    put(bucket, 7)
    assert "indexed 5 (new 2, kept 3, removed 1," in build(tmp_path).stdout


def test_workers_can_share_chunks_in_a_bucket(bucket: Any) -> None:
    identity = FashionEncoder().identity
    place, name = SharedChunks("s3://shop/parts"), "0" * 32 + ".npz"
    vectors = np.eye(2, 3, dtype=np.float32)
    bucket.pipe_file("shop/parts/mine.txt", b"stays")
    place.write(name, chunk_bytes(identity, ["a.jpg", "b.jpg"], ["1", "2"], vectors))
    assert place.names() == [name]
    found = SharedChunks("s3://shop/parts").read(name, identity)
    assert {key: (own, row.tolist()) for key, (own, row) in found.items()} == {
        "a.jpg": ("1", [1, 0, 0]),
        "b.jpg": ("2", [0, 1, 0]),
    }
    place.clear()
    assert [path.rpartition("/")[2] for path in bucket.ls("shop/parts", refresh=True)] == ["mine.txt"]


def test_a_password_in_an_address_is_refused_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="a password in an address would be kept") as caught:
        Catalog.open(f"s3://{KEY}:hush@shop/images", relative_to=tmp_path)
    assert "hush" not in str(caught.value)


def test_a_bucket_that_is_not_there_is_one_sentence(bucket: Any, tmp_path: Path) -> None:
    ran = run("build_index.py", "s3://nowhere/images", "--encoder", "fashion", "--output", str(tmp_path))
    assert ran.returncode == 1
    (line,) = ran.stderr.strip().splitlines()
    assert line.startswith("lookbook: nowhere")
    assert SECRET not in line


def kept_in(store: Any, folder: str) -> dict[str, bytes]:
    store.invalidate_cache()
    return {path: store.cat_file(path) for path in store.find(folder)}


def test_photos_of_visitors_are_kept_in_a_bucket_and_go_again(bucket: Any) -> None:
    settings = Settings(keep_uploads=True, uploads="s3://shop/seen", uploads_megabytes=0)
    bucket.pipe_file("shop/seen/own notes.jpg", b"notes")
    for number in (0, 1, 1):
        data = bucket.cat_file(f"shop/images/{number}.jpg")
        uploads.keep(data, photos.read(data), settings)
    ours = {
        f"shop/seen/{hashlib.sha256(bucket.cat_file(f'shop/images/{number}.jpg')).hexdigest()}.jpg" for number in (0, 1)
    }
    wait_for(lambda: set(kept_in(bucket, "shop/seen")) == {*ours, "shop/seen/own notes.jpg"})
    assert all(photos.read(kept_in(bucket, "shop/seen")[path]).size for path in ours)
    uploads.sweep(settings, time.time() + 29 * DAY)
    assert len(kept_in(bucket, "shop/seen")) == 3
    uploads.sweep(settings, time.time() + 31 * DAY)
    assert set(kept_in(bucket, "shop/seen")) == {"shop/seen/own notes.jpg"}


def test_a_bucket_that_can_not_be_written_costs_a_line_in_the_log(
    bucket: Any, caplog: pytest.LogCaptureFixture
) -> None:
    data = bucket.cat_file("shop/images/0.jpg")
    uploads.keep(data, photos.read(data), Settings(keep_uploads=True, uploads="s3://no-such-bucket/seen"))
    wait_for(lambda: "a visitor's photo could not be kept" in caplog.text)
    assert SECRET not in caplog.text
