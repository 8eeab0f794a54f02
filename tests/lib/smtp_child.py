"""A sending process for test_journal.py to kill: python -m tests.lib.smtp_child PORT DIRECTORY CLAIM

Reads the ids to send as a line of JSON, says "sent", and holds its journal until its input ends.
"""

import json
import sys

from webox.lib.journal import Journal
from webox.lib.smtp import Envelope, Sender, Server


def main(port, directory, claim):
    message = b"Subject: Hello\r\nMessage-ID: <%d@example.org>\r\n\r\n" + b"A line of text.\r\n" * 300
    journal = Journal(directory, claim)
    envelopes = [
        Envelope(i, "news@example.org", f"user.{i}@example.com", message % i) for i in json.loads(sys.stdin.readline())
    ]
    with Sender(Server("127.0.0.1", int(port), connections=4)) as sender:
        sender.send(envelopes, journal=journal)
    print("sent", flush=True)
    sys.stdin.read()
    journal.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
