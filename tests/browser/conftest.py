"""A browser, a server of the demo, and somebody signed in."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    StorageState,
    expect,
    sync_playwright,
)

from tests import services
from tests.browser.server import make_demo, refill, serving
from tests.browser.watch import Watch
from tests.run import MISSING_CHROMIUM

# Without these, Chromium asks its maker's servers at every start.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
HERE = Path(__file__).parent
PATIENCE = 20_000
"""Milliseconds that a page may take: a busy machine is slow, and that is no fault of the page."""

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser's tests, so that they can be chosen or left out."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = services.chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING_CHROMIUM)
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's database, made by the first worker that needs it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # the run's own, where each worker has a folder
    path = folder / "demo.sqlite"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            making = folder / "making.sqlite"
            make_demo(making)
            making.rename(path)
    return path


@pytest.fixture(scope="session")
def server(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose data no test changes."""
    with serving(demo_database, tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(scope="session")
def changing_server(
    demo_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """A server whose data tests change, and its database."""
    folder = tmp_path_factory.mktemp("changing")
    with serving(demo_database, folder) as address:
        yield address, folder / "demo.sqlite"


@pytest.fixture
def fresh_server(demo_database: Path, changing_server: tuple[str, Path]) -> str:
    """A server with the demo's data as they were, which the test may change as it likes."""
    address, database = changing_server
    refill(demo_database, database)
    return address


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    watch.check()


@pytest.fixture(scope="session")
def signed_in(server: str) -> dict[str, StorageState]:
    """What a browser keeps of each person who signed in to the server that no test changes."""
    return {}


@pytest.fixture
def new_page(
    browser: Browser, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """A page in a browser without history; every such page is watched.

    With `who` it is at their work, but for those who signed in to `server` in an earlier test:
    their page is empty yet.
    """
    opened: list[BrowserContext] = []
    is_kept = "server" in request.fixturenames
    known = request.getfixturevalue("signed_in") if is_kept else {}

    def new(address: str, *, who: str | None = None, **settings: object) -> Page:
        context = browser.new_context(base_url=address, storage_state=known.get(who), **settings)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        watch.over(context)
        page = context.new_page()
        if who is not None and who not in known:
            page.goto("/sign-in")
            page.get_by_role("button").filter(has_text=who).click()
            page.wait_for_url("**/work")
            known[who] = context.storage_state()
        return page

    yield new
    for context in opened:
        context.close()
