"""What a visitor's first load of the page costs: bytes, seconds until it can be read and used, how much it moves.

python -m benchmarks.first_load URL [--slow]
"""

import shutil
import time
from typing import Annotated, Any

import typer
from playwright.sync_api import Page, sync_playwright

SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
"""1.6 Mbit/s down and 0.75 up, with 150 ms to the server: a slow telephone's network, as Lighthouse has it."""
WATCH = """window.moved = 0; window.first = 0;
new PerformanceObserver(list => { for (const one of list.getEntries()) window.moved += one.value; })
    .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => { for (const one of list.getEntries()) window.first = one.startTime / 1000; })
    .observe({type: 'paint', buffered: true});"""


def main(
    url: Annotated[str, typer.Argument(help="Where the page is served.")],
    slow: Annotated[bool, typer.Option("--slow", help="Through a network of 1.6 Mbit/s.")] = False,
) -> None:
    """Load the page once in a new browser and print what it took."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        sizes = _sizes(page, slow)
        page.add_init_script(WATCH)
        began = time.perf_counter()
        page.goto(url, wait_until="commit")
        page.get_by_role("heading", name="Find it by how it looks").wait_for(timeout=120_000)
        headline = time.perf_counter() - began
        page.locator(".stFileUploader input[type=file]").wait_for(state="attached", timeout=120_000)
        ready = time.perf_counter() - began
        page.wait_for_load_state("networkidle", timeout=120_000)
        print(f"{sum(sizes):,} bytes in {len(sizes)} files")
        print(
            f"something to read after {page.evaluate('window.first'):.2f} s, the page's own headline {headline:.2f} s"
        )
        print(f"a photo can be given after {ready:.2f} s; moved by {page.evaluate('window.moved'):.3f}")
        browser.close()


def _sizes(page: Page, slow: bool) -> list[int]:
    """Returns a list that is filled with the bytes of every file as it comes."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    if slow:
        network.send("Network.emulateNetworkConditions", SLOW)
    sizes: list[int] = []

    def came(event: dict[str, Any]) -> None:
        sizes.append(int(event["encodedDataLength"]))

    network.on("Network.loadingFinished", came)
    return sizes


if __name__ == "__main__":
    typer.run(main)
