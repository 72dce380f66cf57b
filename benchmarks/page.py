"""How long after `streamlit run` the first results stand on the page, and how much memory it takes (Linux, chromium).

python -m benchmarks.page [PHOTO]
"""

import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Annotated
from urllib.error import URLError

import typer
from playwright.sync_api import sync_playwright

PORT = 8617
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def main(photo: Annotated[Path, typer.Argument(help="The photo that is uploaded.")] = Path("images/1002.jpg")) -> None:
    """Start the page, upload a photo as soon as the browser can, and print when the five results were there."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        page = browser.new_page()
        command = [sys.executable, "-m", "streamlit", "run", "main.py", "--server.port", str(PORT)]
        started = time.perf_counter()
        with subprocess.Popen([*command, "--server.headless", "true"], stdout=subprocess.DEVNULL) as server:
            try:
                _wait(f"http://127.0.0.1:{PORT}/_stcore/health")
                page.goto(f"http://127.0.0.1:{PORT}")
                page.locator(".stFileUploader input[type=file]").set_input_files(photo)
                page.locator(".st-key-results img").nth(4).wait_for(timeout=60_000)
                print(f"first results {time.perf_counter() - started:.1f} s after streamlit run")
                page.get_by_text("New search").click()
                page.wait_for_function("document.querySelectorAll('.st-key-ask-large input[type=file]').length === 1")
                again = time.perf_counter()
                page.locator(".stFileUploader input[type=file]").set_input_files(photo)
                page.locator(".st-key-results img").nth(4).wait_for(timeout=60_000)
                print(f"the next upload: {time.perf_counter() - again:.2f} s from the drop to five pictures")
                print(f"memory of the page's process: {_resident(server.pid)} MB")
            finally:
                server.terminate()
        browser.close()


def _wait(url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (URLError, TimeoutError):
            time.sleep(0.02)
    raise TimeoutError("the page did not start within a minute")


def _resident(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found.group(1)) // 1024 if found else 0


if __name__ == "__main__":
    typer.run(main)
