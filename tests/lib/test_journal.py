import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter

import pytest

from tests.smtp_sink import Sink
from webox.lib.envelope import Kind, Outcome
from webox.lib.journal import Journal, JournalExists, orphans

TOTAL = 300


def write(directory, claim, *lines, torn=""):
    (directory / f"{claim}.journal").write_text("".join(f"{line}\n" for line in lines) + torn)


def found(directory):
    return [(orphan.claim, orphan.outcomes, orphan.uncertain) for orphan in orphans(directory)]


def test_what_was_handed_over_without_a_reply_is_uncertain(tmp_path):
    journal = Journal(tmp_path, "claim-1")
    bounce = Outcome(2, Kind.REJECTED_RECIPIENT, 550, "5.1.1 No such user")
    journal.handing(1)
    journal.outcome(bounce)
    journal.handing(3)
    journal.outcome(Outcome(1, Kind.ACCEPTED, 250, "2.0.0 Ok: queued as 7"))
    journal.close(remove=False)
    assert found(tmp_path) == [("claim-1", [bounce, Outcome(1, Kind.ACCEPTED, 250, "2.0.0 Ok: queued as 7")], [3])]


def test_unsent_and_uncertain_outcomes_need_no_line(tmp_path):
    with Journal(tmp_path, "claim") as journal:
        journal.handing(1)
        journal.outcome(Outcome(1, Kind.UNCERTAIN, 0, "connection lost"))
        journal.outcome(Outcome(2, Kind.UNSENT, 0, "connection lost"))
        assert journal.path.read_text() == "H 1\n"


def test_outcomes_kept_for_later_reach_the_file_with_the_next_handing(tmp_path):
    with Journal(tmp_path, "claim") as journal:
        journal.outcome(Outcome(1, Kind.ACCEPTED, 250, "Ok"), later=True)
        assert journal.path.read_text() == ""
        journal.handing(2)
        assert journal.path.read_text() == "O 1 accepted 250 Ok\nH 2\n"


def test_a_server_s_text_stays_on_its_line(tmp_path):
    with Journal(tmp_path, "claim") as journal:
        journal.outcome(Outcome(1, Kind.DEFERRED, 451, "Trop de\r\nH 9\nrequêtes \ud83d"))
        assert journal.path.read_bytes() == "O 1 deferred 451 Trop de H 9 requêtes ?\n".encode()


@pytest.mark.parametrize("torn", ["H 12", "O 1 acc", "O 1 accepted 250 Ok", "O", "H"])
def test_a_torn_last_line_is_as_if_it_was_never_written(tmp_path, torn):
    write(tmp_path, "claim", "H 1", torn=torn)
    assert found(tmp_path) == [("claim", [], [1])]


def test_an_outcome_without_text_is_read_back(tmp_path):
    journal = Journal(tmp_path, "claim")
    journal.outcome(Outcome(4, Kind.ACCEPTED, 250, ""))
    journal.close(remove=False)
    assert found(tmp_path) == [("claim", [Outcome(4, Kind.ACCEPTED, 250, "")], [])]


def test_a_living_owner_s_journal_is_left_alone(tmp_path):
    journal = Journal(tmp_path, "claim")
    assert found(tmp_path) == []
    journal.close(remove=False)
    assert found(tmp_path) == [("claim", [], [])]


def test_a_closed_journal_is_gone_and_one_left_by_an_error_stays(tmp_path):
    with Journal(tmp_path, "done") as journal:
        journal.handing(1)
    with pytest.raises(ZeroDivisionError), Journal(tmp_path, "failed") as journal:
        journal.handing(2)
        1 / 0  # noqa: B018
    assert found(tmp_path) == [("failed", [], [2])]


def test_two_recoverers_never_share_an_orphan(tmp_path):
    for claim in ("a", "b"):
        write(tmp_path, claim, "H 1")
    first, second = orphans(tmp_path), orphans(tmp_path)
    mine = next(first)
    theirs = next(second)
    assert (mine.claim, theirs.claim) == ("a", "b")
    mine.remove()
    theirs.remove()
    assert list(first) == list(second) == found(tmp_path) == []


def test_many_recoverers_at_once_get_each_orphan_once(tmp_path):
    for number in range(200):
        write(tmp_path, f"claim-{number}", f"H {number}")
    seen, start = [], threading.Barrier(4)

    def recover():
        start.wait()
        for orphan in orphans(tmp_path):
            seen.append(orphan.claim)
            orphan.remove()

    threads = [threading.Thread(target=recover) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == sorted(f"claim-{number}" for number in range(200))


def test_an_orphan_that_was_not_removed_is_found_again(tmp_path):
    write(tmp_path, "claim", "H 1")
    assert found(tmp_path) == found(tmp_path) == [("claim", [], [1])]


def test_a_claim_has_one_journal(tmp_path):
    with Journal(tmp_path, "claim") as journal:
        with pytest.raises(JournalExists, match="journal of claim claim already"):
            Journal(tmp_path, "claim")
        assert [path for path in tmp_path.iterdir() if path.is_file()] == [journal.path]


@pytest.mark.parametrize("claim", ["", "../up", "a b", "a/b", "x" * 101])
def test_a_claim_s_name_can_t_leave_the_folder(tmp_path, claim):
    with pytest.raises(ValueError, match="can't name a claim"):
        Journal(tmp_path, claim)


def test_only_old_drafts_are_cleared_away(tmp_path):
    old, young = tmp_path / "a-1.draft", tmp_path / "b-2.draft"
    for draft in (old, young):
        draft.touch()
    os.utime(old, (0, 0))
    assert found(tmp_path) == []
    assert [path for path in tmp_path.iterdir() if path.is_file()] == [young]


def test_a_missing_folder_has_no_orphans(tmp_path):
    assert found(tmp_path / "nowhere") == []


def test_a_journal_that_can_t_be_written_says_so_each_time(tmp_path):
    journal = Journal(tmp_path, "claim")
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, journal._fd)
    os.close(full)
    for _ in range(2):
        with pytest.raises(OSError, match="No space left on device"):
            journal.handing(1)
    journal.close()


def test_a_full_disk_stops_the_sender_and_leaves_a_readable_journal(tmp_path):
    """The limit on a file's size stands in for the disk: the write comes back short, then fails."""
    code = f"""
import resource, signal
from webox.lib.journal import Journal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
journal = Journal({str(tmp_path)!r}, "c1")
resource.setrlimit(resource.RLIMIT_FSIZE, (32, resource.RLIM_INFINITY))
handed = 0
try:
    for id in range(10, 99):
        journal.handing(id)
        handed += 1
except OSError as error:
    first = str(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
try:
    journal.handing(99)
except OSError as error:
    print(handed, first == str(error), error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "6 True The journal of claim c1 can't be written: disk full\n"
    (orphan,) = orphans(tmp_path)
    assert orphan.uncertain == [10, 11, 12, 13, 14, 15], "the torn line says nothing"


class Killer:
    """Kills the sending process when the sink reaches `phase` for the `number`-th time."""

    def __init__(self, phase, number):
        self.phase, self.left = phase, number
        self.process = None
        self.dead = threading.Event()
        self.started = threading.Event()

    def __call__(self, phase, recipient):
        if phase != self.phase or self.dead.is_set():
            return
        self.left -= 1
        if not self.left:
            assert self.started.wait(10)
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.dead.set()


def start_child(port, directory, claim, ids=range(TOTAL)):
    command = [sys.executable, "-m", "tests.lib.smtp_child", str(port), str(directory), claim]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    child.stdin.write(json.dumps(list(ids)).encode() + b"\n")
    child.stdin.flush()
    return child


def number_of(recipient):
    return int(recipient.partition("@")[0].removeprefix("user."))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("phase", "number"),
    [
        ("rcpt", 1),
        ("rcpt", 150),
        ("data", 40),
        ("body", 1),
        ("body", 77),
        ("kept", 1),
        ("kept", 200),
        ("replied", 1),
        ("replied", 120),
        ("replied", TOTAL),
    ],
)
def test_a_killed_sender_loses_nothing_and_doubles_nothing(tmp_path, phase, number):
    killer = Killer(phase, number)
    with Sink(on_phase=killer, keep=False) as sink:
        killer.process = start_child(sink.port, tmp_path, "killed")
        killer.started.set()
        assert killer.dead.wait(30)
        sink.wait_idle()
        held = Counter(map(number_of, sink.recipients))
        (orphan,) = orphans(tmp_path)
        accepted = {outcome.id for outcome in orphan.outcomes}
        uncertain = set(orphan.uncertain)
        assert [outcome.kind for outcome in orphan.outcomes] == [Kind.ACCEPTED] * len(accepted)
        assert len(orphan.uncertain) <= 4  # one body under way per connection
        assert accepted & uncertain == set()
        assert {i for i in range(TOTAL) if held[i]} - accepted <= uncertain
        assert {i: held[i] for i in accepted} == dict.fromkeys(accepted, 1)
        assert max(held.values(), default=0) <= 1
        orphan.remove()

        untouched = set(range(TOTAL)) - accepted - uncertain
        with start_child(sink.port, tmp_path, "again", sorted(untouched)) as heir:
            assert heir.communicate() == (b"sent\n", None)
        sink.wait_idle()
    held = Counter(map(number_of, sink.recipients))
    assert {i: held[i] for i in accepted | untouched} == dict.fromkeys(accepted | untouched, 1)
    assert max(held.values()) == 1
    assert found(tmp_path) == []
    close(killer.process)


def close(process):
    process.stdin.close()
    process.stdout.close()


@pytest.mark.slow
def test_a_killed_owner_frees_its_journal_and_a_living_one_does_not(tmp_path):
    with Sink(keep=False) as sink:
        child = start_child(sink.port, tmp_path, "held", range(3))
        assert child.stdout.readline() == b"sent\n"
        assert found(tmp_path) == []
        child.kill()
        child.wait()
        ((claim, outcomes, uncertain),) = found(tmp_path)
        close(child)
    assert (claim, uncertain) == ("held", [])
    assert sorted((o.id, o.kind, o.code, o.text) for o in outcomes) == [
        (i, "accepted", 250, "2.0.0 Ok: queued") for i in range(3)
    ]
