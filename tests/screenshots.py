"""`make screenshots`: the dashboard of the demo workspace, light and dark, in French, for the README.

Starts WeBox on a throwaway database and photographs it in Chromium.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "screenshots"
SIZE = {"width": 1280, "height": 900}
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--hide-scrollbars"]


@contextmanager
def running_demo():
    """(address, email, password) of WeBox with demo data, until the block ends."""
    data = tempfile.mkdtemp(prefix="webox-screenshots-")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    ours = {
        "WEBOX_DATA_DIR": data,
        "DATABASE_URL": "",
        "DEBUG": "1",
        "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "SITE_URL": address,
        "EMAIL_URL": "",
        "LOG_LEVEL": "WARNING",
    }
    manage = [sys.executable, str(ROOT / "manage.py")]
    server = None
    try:
        subprocess.run([*manage, "migrate", "--verbosity", "0"], env={**os.environ, **ours}, check=True)
        login = subprocess.run(
            [*manage, "load_demo"], env={**os.environ, **ours}, check=True, stdout=subprocess.PIPE, text=True
        )
        server = subprocess.Popen(
            [*manage, "runserver", "--noreload", "--verbosity", "0", str(port)],
            env={**os.environ, **ours},
            stderr=subprocess.DEVNULL,
        )
        wait_for(f"{address}/healthz")
        yield (address, *re.findall(r":\s+(\S+)", login.stdout)[-2:])
    finally:
        if server:
            server.terminate()
            server.wait()
        shutil.rmtree(data, ignore_errors=True)


def wait_for(url):
    for _try in range(100):
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    raise SystemExit(f"{url} does not answer.")


def signed_in(browser, demo, *, scheme, language="fr-FR", size=SIZE):
    address, email, password = demo
    context = browser.new_context(viewport=size, color_scheme=scheme, locale=language, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/marketing-dashboard")
    page.reload()  # without the greeting
    page.locator("[data-chart] canvas").first.wait_for()
    return page


def main():
    if not CHROMIUM:
        raise SystemExit("Chromium is not installed. On Debian: apt-get install chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running_demo() as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for scheme in ("light", "dark"):
            page = signed_in(browser, demo, scheme=scheme)
            file = FOLDER / f"dashboard-{scheme}.png"
            page.screenshot(path=file)
            sys.stdout.write(f"{file.relative_to(ROOT)}\n")
        browser.close()


if __name__ == "__main__":
    main()
