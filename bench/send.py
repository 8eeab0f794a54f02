"""Messages per second of a whole campaign, and of the ceiling: the same bytes, ready made, handed to the same sink
over the same number of connections.

    python bench/send.py [recipients=20000] [connections=8] [rounds=3]

A 12 kB newsletter with 18 tracked links, a pixel and merge fields; the sink is a process of its own. Uses a
throwaway SQLite database, or DATABASE_URL (a test database is made beside it).
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["WEBOX_DATA_DIR"] = tempfile.mkdtemp(prefix="webox-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "webox.settings"
os.environ["LOG_LEVEL"] = "WARNING"

RECIPIENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
CONNECTIONS = int(sys.argv[2]) if len(sys.argv) > 2 else 8
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 3

PARAGRAPH = (
    "<p>Chaque semaine, l’atelier ouvre ses portes à celles et ceux qui veulent apprendre à voir la lumière : une "
    "heure de pratique, un café, et des images que l’on garde. Voici ce qui vous attend le mois prochain, à Lyon "
    "comme en ligne, avec les dates, les prix et les places qui restent encore.</p>"
)
HTML = (
    "<html><head><style>p{color:#223;font:16px/1.6 sans-serif}a{color:#a33}</style></head><body>"
    "<h1>Bonjour {{ first_name | default: 'vous' }}</h1>"
    + "".join(
        f'{PARAGRAPH}<p><a href="https://example.com/cours/{n}">Le cours n° {n}</a> pour {{{{ company }}}}</p>'
        for n in range(18)
    )
    + "</body></html>"
)


def main():
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import override_settings

    name = connection.creation.create_test_db(verbosity=0)
    try:
        sink, port = start_sink()
        with override_settings(EMAIL_URL=f"smtp://127.0.0.1:{port}?connections={CONNECTIONS}"):
            report([one_round(port) for _round in range(ROUNDS)])
        sink.terminate()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def start_sink():
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.smtp_sink", "--port", "0", "--discard"],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    return process, int(process.stdout.readline())


def one_round(port):
    """(messages a second of a campaign, of the ceiling, bytes of one message)"""
    from marketing.emails.actions.sending import send_campaign
    from marketing.emails.compile import compile_campaign, lead_values
    from marketing.emails.models import Delivery
    from webox.lib.envelope import Envelope
    from webox.lib.smtp import Sender, Server

    campaign = campaign_to(RECIPIENTS)
    started = time.perf_counter()
    send_campaign(campaign_id=campaign.pk)
    campaign_rate = RECIPIENTS / (time.perf_counter() - started)
    campaign.refresh_from_db()
    assert campaign.total_sent == RECIPIENTS, campaign.total_sent

    compiled = compile_campaign(campaign)
    some = Delivery.objects.filter(campaign=campaign).select_related("lead")[:500]
    ready = [(row.pk, row.email, compiled.message(row.pk, lead_values(row.lead))) for row in some]
    envelopes = [
        Envelope(pk, "bench@example.com", email, raw) for pk, email, raw in ready * max(1, RECIPIENTS // len(ready))
    ]
    with Sender(Server.from_url(f"smtp://127.0.0.1:{port}?connections={CONNECTIONS}")) as sender:
        sender.send(envelopes[:200])
        started = time.perf_counter()
        sender.send(envelopes)
        ceiling_rate = len(envelopes) / (time.perf_counter() - started)
    return campaign_rate, ceiling_rate, len(ready[0][2])


def campaign_to(number):
    from crm.models import Lead
    from marketing.emails.actions import start_campaign
    from tests.factories.accounts import make_workspace
    from tests.factories.emails import make_campaign

    workspace = make_workspace()
    Lead.objects.bulk_create(
        (
            Lead(workspace=workspace, email=f"p{n}@example.com", first_name=f"José {n % 900}", company=f"Studio {n}")
            for n in range(number)
        ),
        batch_size=1000,
    )
    return start_campaign(campaign=make_campaign(workspace, html_content=HTML))


def report(rounds):
    print(f"{RECIPIENTS} recipients, {CONNECTIONS} connections, {rounds[0][2]} bytes a message")
    for campaign, ceiling, _size in rounds:
        print(f"  campaign {campaign:8.0f}/s   ceiling {ceiling:8.0f}/s   ratio {campaign / ceiling:.2f}")
    ratios = sorted(campaign / ceiling for campaign, ceiling, _size in rounds)
    print(f"median ratio {ratios[len(ratios) // 2]:.2f} (bar 0.50)")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
