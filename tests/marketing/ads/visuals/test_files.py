import os
import time

import pytest

from marketing.ads.models import AdImage
from marketing.ads.tasks import forget_old_files
from marketing.ads.visuals import Visual, files
from tests.factories.ads import make_ad_campaign, make_ad_image, make_creative

DAY = 24 * 3600


def aged(path, seconds):
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def test_the_same_words_are_composed_once():
    visual = Visual("card", 300, 300, "Bonjour")
    path = files.draft_of(visual)
    before = path.stat().st_mtime_ns
    assert files.draft_of(visual) == path
    assert path.stat().st_mtime_ns == before
    assert files.draft_of(Visual("card", 300, 300, "Bonsoir")) != path


def test_a_twin_outlives_what_it_was_made_of():
    path = files.draft_of(Visual("card", 300, 300, "Bonjour"))
    content = path.read_bytes()
    twin = files.folder() / files.twin(path)
    path.unlink()
    assert twin.read_bytes() == content


def test_a_twin_is_as_fresh_as_its_making():
    path = aged(files.draft_of(Visual("card", 300, 300, "Bonjour")), 20 * DAY)
    assert (files.folder() / files.twin(path)).stat().st_mtime > time.time() - 60


@pytest.mark.django_db
def test_files_nothing_names_go_once_they_are_old(workspace):
    image = make_ad_image(make_creative(make_ad_campaign(workspace)))
    orphan = files.folder() / files.twin(image.path)
    aged(orphan, 2 * DAY)
    fresh = files.folder() / f"{'0' * 32}.png"
    fresh.write_bytes(b"on its way")
    stale = aged(files.draft_of(Visual("card", 300, 300, "Bonjour")), 31 * DAY)
    recent = files.draft_of(Visual("card", 300, 300, "Bonsoir"))
    forget_old_files()
    assert AdImage.objects.get().path.exists()
    assert [path.exists() for path in (orphan, fresh, stale, recent)] == [False, True, False, True]
