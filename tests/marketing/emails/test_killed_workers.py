"""Real workers, a real mail server, kill -9: nobody is lost and nobody gets it twice."""

import json
import subprocess
import sys
from collections import Counter

import pytest

from tests.installation import ROOT, Installation, wait_until

pytestmark = pytest.mark.slow
RECIPIENTS, KILLS = 5000, 10

START = """
from tests.factories.accounts import make_workspace
from tests.factories.emails import make_campaign
from crm.models import Lead
from marketing.emails.actions import start_campaign
workspace = make_workspace()
Lead.objects.bulk_create([Lead(workspace=workspace, email=f"p{n}@example.com") for n in range(NUMBER)], batch_size=500)
print(start_campaign(campaign=make_campaign(workspace)).pk)
"""
# The same to people who are no leads: contacts of investors
START_UPDATE = """
from tests.factories.accounts import make_member, make_workspace
from investors.actions import updates
from investors.models import Contact, Investor
workspace = make_workspace()
owner = make_member(workspace)
names = [f"Fonds {n}" for n in range(NUMBER)]
firms = Investor.objects.bulk_create([Investor(workspace=workspace, name=name) for name in names])
Contact.objects.bulk_create(
    [Contact(workspace=workspace, investor=firm, name="Ada", email=f"p{n}@example.com") for n, firm in enumerate(firms)]
)
chosen = [firm.pk for firm in firms]
update = updates.create_update(workspace=workspace, by=owner, year=2026, month=3, investors=chosen)
print(updates.send_update(update=update, by=owner).pk)
"""
REPORT = """
import json
from marketing.emails.models import Delivery, EmailCampaign
from marketing.emails.report import report_of
campaign = EmailCampaign.objects.get()
uncertain = list(Delivery.objects.filter(state="uncertain").values_list("email", flat=True))
print(json.dumps([campaign.status, campaign.total_sent, uncertain, report_of(campaign).is_balanced]))
"""


@pytest.fixture
def sink_log(tmp_path):
    return tmp_path / "accepted.tsv"


@pytest.fixture
def sink_port(sink_log):
    command = [sys.executable, "-m", "tests.smtp_sink", "--port", "0", "--log", str(sink_log), "--delay-ms", "5"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    yield int(process.stdout.readline())
    process.terminate()
    process.wait()
    process.stdout.close()


@pytest.fixture
def installation(tmp_path, sink_port):
    url = f"smtp://127.0.0.1:{sink_port}?connections=4"
    with Installation(tmp_path, EMAIL_URL=url, EMAIL_BATCH_SIZE="200", EMAIL_LEASE_SECONDS="3600") as installation:
        yield installation


def accepted(log):
    return log.read_bytes().count(b"\n") if log.exists() else 0


def finished(installation):
    return installation.ask("SELECT status FROM emails_emailcampaign") == ("completed",)


def kill_and_account(installation, sink_log, recipients, kills, pace):
    for kill in range(1, kills + 1):
        worker = installation.worker()
        # Anywhere inside a claim: the numbers share no factor with its size.
        wait_until(lambda goal=kill * pace: accepted(sink_log) >= goal, f"kill {kill}\n{installation.logs()}")
        installation.kill(worker)
    installation.worker()
    wait_until(lambda: finished(installation), f"the end of the campaign\n{installation.logs()}")
    status, sent, uncertain, is_balanced = installation.run(REPORT)
    times = Counter(line.split("\t")[0] for line in sink_log.read_text().splitlines())
    assert set(times.values()) == {1}, "nobody got it twice"
    assert {f"p{n}@example.com" for n in range(recipients)} - set(times) <= set(uncertain), "nobody is lost"
    assert sent + len(uncertain) == recipients
    # At most one message per connection is in nobody's knowledge when a worker dies.
    assert len(uncertain) <= kills * 4
    assert (status, is_balanced) == ("completed", True)


def test_ten_kills_in_the_middle_of_a_send_lose_and_double_nobody(installation, sink_log):
    installation.run(START.replace("NUMBER", str(RECIPIENTS)))
    kill_and_account(installation, sink_log, RECIPIENTS, KILLS, 431)


def test_kills_in_the_middle_of_an_investor_update_lose_and_double_nobody(installation, sink_log):
    installation.run(START_UPDATE.replace("NUMBER", "1500"))
    kill_and_account(installation, sink_log, 1500, 3, 331)


def test_two_workers_at_the_same_campaign_send_nothing_twice(installation, sink_log):
    installation.run(START.replace("NUMBER", "1500"))
    installation.worker()
    installation.worker(clock=False)
    ring = "from marketing.emails.tasks import send_campaign\nfor n in range(2): send_campaign.delay(campaign_id=1)"
    installation.run(ring + "\nprint(0)")
    wait_until(lambda: finished(installation), f"the end of the campaign\n{installation.logs()}")
    times = Counter(line.split("\t")[0] for line in sink_log.read_text().splitlines())
    assert times == {f"p{n}@example.com": 1 for n in range(1500)}
    assert installation.run(REPORT) == json.loads('["completed", 1500, [], true]')
