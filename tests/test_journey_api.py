"""docs/journey.sh, run as a person would, against real web and worker processes; two workers where there is Redis."""

import os
import shutil
import socket
import subprocess

import pytest

from tests.installation import ROOT, Installation

MISSING = [name for name in ("bash", "curl", "jq") if not shutil.which(name)]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        bool(MISSING), reason=f"{', '.join(MISSING)} not installed: apt-get install {' '.join(MISSING)}"
    ),
]

PEOPLE = """
from tests.factories.accounts import make_member, make_workspace
print(make_member(make_workspace("Atelier"), "owner", email="ada@example.com").pk)
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_the_whole_journey_through_the_api_alone(tmp_path):
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with Installation(tmp_path, SITE_URL=base, EMAIL_URL="", ALLOWED_HOSTS="127.0.0.1", RATE_LIMITS="0") as webox:
        webox.run(PEOPLE)
        webox.web(port)
        webox.worker()
        if os.environ.get("REDIS_URL"):
            webox.worker(clock=False)
        environment = {**os.environ, "EMAIL": "ada@example.com", "PASSWORD": "correct horse battery"}
        script = [str(ROOT / "docs" / "journey.sh"), base]
        done = subprocess.run(script, env=environment, capture_output=True, text=True, timeout=180)
        assert done.returncode == 0, done.stdout + done.stderr + webox.logs()
    said = done.stdout
    for fact in (
        '"source": "google"',
        '"consent_text": "J’accepte vos emails."',
        '"consent_ip": "127.0.0.0"',
        '"status": "contacted"',
        '"subject": "Bonjour Camille"',
        "click leads to https://example.com/offre?utm_source=webox",
        "one-click unsubscribing 200",
        '"total_recipients": 1',
        '"reason": "unsubscribed"',
        "funnels.page.opted_in",
        "emails.delivery.clicked",
        "emails.delivery.unsubscribed",
    ):
        assert fact in said, said
