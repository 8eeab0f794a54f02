"""What a person does with a draft: marks, edits, problems, and the one object it becomes."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import translation

from crm.models import Tag
from tests.factories.ai import OUTPUT, make_config, make_generation
from webox.ai.actions.reading import (
    DoesNotFit,
    NotAcceptable,
    NotReady,
    accept,
    edit,
    mark_read,
    reject,
    subject_of,
)
from webox.ai.models import Generation

State = Generation.State
MARKS = ["/subject", "/body", "/points/0", "/points/1"]


@pytest.fixture
def draft(note, workspace):
    return make_generation(workspace, marks=MARKS)


def test_an_edited_field_counts_as_read(draft, member):
    edited = edit(generation=draft, by=member, path="/subject", value="Rye")
    draft.refresh_from_db()
    assert edited.output == draft.output == OUTPUT | {"subject": "Rye"}
    assert edited.marks == draft.marks == ["/body", "/points/0", "/points/1"]


def test_an_entry_of_a_list_is_edited_alone_and_a_list_as_a_whole(draft, member):
    edited = edit(generation=draft, by=member, path="/points/1", value="Crust")
    assert (edited.output["points"], edited.marks) == (["Bread", "Crust"], ["/subject", "/body", "/points/0"])
    edited = edit(generation=draft, by=member, path="/points", value=["One"])
    assert (edited.output["points"], edited.marks) == (["One"], ["/subject", "/body"])


def test_the_whole_draft_may_be_put_in_its_place(draft, member):
    edited = edit(generation=draft, by=member, path="", value={"subject": "Rye", "body": "Dark."})
    assert edited.output == {"subject": "Rye", "body": "Dark.", "points": []}
    assert edited.marks == []


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("/title", "x", "There is no such field in this draft."),
        ("subject", "x", "There is no such field in this draft."),
        ("/points/2", "x", "There is no such field in this draft."),
        ("/points/-1", "x", "There is no such field in this draft."),
        ("/points/0/deeper", "x", "There is no such field in this draft."),
        ("/subject", "x" * 61, "Too long: at most 60 characters."),
        ("/subject", "", "This must not be empty."),
        ("/subject", "\x00", "This must not be empty."),
        ("/subject", 5, "A text belongs here."),
        ("/body", None, "A text belongs here."),
        ("/points", "x", "A list belongs here."),
        ("/points", ["x"] * 6, "Too many: at most 5 entries."),
        ("", {"subject": "x"}, "A part of it is missing: body."),
        ("", [], "This does not fit here."),
    ],
)
def test_what_does_not_fit_changes_nothing_and_says_why(draft, member, path, value, sentence):
    with pytest.raises(DoesNotFit) as caught:
        edit(generation=draft, by=member, path=path, value=value)
    assert (caught.value.path, caught.value.message) == (path, sentence)
    draft.refresh_from_db()
    assert (draft.output, draft.marks) == (OUTPUT, MARKS)


def test_what_a_database_refuses_is_left_out(draft, member):
    assert edit(generation=draft, by=member, path="/body", value="a\x00b\ud800").output["body"] == "ab?"


def test_problems_follow_the_words(draft, workspace, member):
    make_config(workspace, forbidden_claims="Miracle", prices="Loaf: 4 €")
    edited = edit(generation=draft, by=member, path="/body", value="A miracle for 5 €.")
    assert edited.problems == [
        {"path": "/body", "level": "error", "message": "“Miracle” is on your list of forbidden claims."},
        {
            "path": "/body",
            "level": "warning",
            "message": "“5 €” is not among your prices. Add it to the brand brief if it is true.",
        },
    ]
    edited = edit(generation=draft, by=member, path="/subject", value="x" * 41)
    assert edited.problems[2] == {"path": "/subject", "level": "error", "message": "Longer than 40 characters."}
    edit(generation=draft, by=member, path="/subject", value="x")
    assert edit(generation=draft, by=member, path="/body", value="A loaf for 4 €.").problems == []


def test_a_field_is_read_with_all_below_it_and_nothing_beside_it(draft, member):
    assert mark_read(generation=draft, by=member, path="/points").marks == ["/subject", "/body"]
    assert mark_read(generation=draft, by=member, path="/sub").marks == ["/subject", "/body"]
    assert mark_read(generation=draft, by=member, path="/body").marks == ["/subject"]
    assert mark_read(generation=draft, by=member, path="/body").marks == ["/subject"]
    assert mark_read(generation=draft, by=member, path="").marks == []


def test_accepting_makes_one_object_however_often_it_is_clicked(draft, workspace, member):
    tag = accept(generation=draft, by=member)
    assert (tag.name, tag.workspace) == ("About bread", workspace)
    assert accept(generation=draft, by=member) == tag
    assert Tag.objects.count() == 1
    draft.refresh_from_db()
    assert (draft.state, draft.marks, draft.subject, draft.subject_id) == (State.ACCEPTED, [], "crm.tag", tag.pk)
    assert draft.finished_at is not None
    assert subject_of(draft) == tag


def test_what_it_became_may_be_gone(draft, member):
    accept(generation=draft, by=member).delete()
    assert accept(generation=draft, by=member) is None
    assert not Tag.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_object(draft, member):
    made, start = [], threading.Barrier(2)

    def click():
        start.wait(10)
        made.append(accept(generation=draft, by=member))
        connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert made[0] == made[1] == Tag.objects.get()


def test_what_breaks_a_hard_limit_is_not_accepted_and_warnings_are(draft, workspace, member):
    edit(generation=draft, by=member, path="/subject", value="x" * 41)
    with pytest.raises(NotAcceptable) as caught:
        accept(generation=draft, by=member)
    assert caught.value.message == "Mend what is marked in red first: Longer than 40 characters."
    assert [each["path"] for each in caught.value.problems] == ["/subject"]
    edit(generation=draft, by=member, path="/subject", value="Guaranteed")
    assert accept(generation=draft, by=member).name == "Guaranteed"
    draft.refresh_from_db()
    assert [each["level"] for each in draft.problems] == ["warning"]


def test_what_the_brand_forbids_today_counts(draft, workspace, member):
    config = make_config(workspace, forbidden_claims="bread")
    with pytest.raises(NotAcceptable):
        accept(generation=draft, by=member)
    config.forbidden_claims = ""
    config.save()
    assert accept(generation=draft, by=member).name == "About bread"


def test_a_purpose_that_cannot_make_its_object_leaves_the_draft_as_it_was(draft, workspace, member):
    Tag.objects.create(workspace=workspace, name="about BREAD")
    with pytest.raises(Exception, match=r"tag_name_unique|UNIQUE"), transaction.atomic():
        accept(generation=draft, by=member)
    draft.refresh_from_db()
    assert (draft.state, draft.marks) == (State.READY, MARKS)


def test_rejected_it_is_decided(draft, member):
    assert reject(generation=draft, by=member).state == State.REJECTED
    for verb in (accept, reject):
        with pytest.raises(NotReady) as caught:
            verb(generation=draft, by=member)
        assert caught.value.message == "This draft is “Rejected”: there is nothing to decide."


@pytest.mark.parametrize("state", [State.QUEUED, State.RUNNING, State.FAILED, State.REJECTED, State.ACCEPTED])
def test_only_a_draft_that_is_ready_is_edited(note, workspace, member, state):
    generation = make_generation(workspace, state)
    for verb in (
        lambda: edit(generation=generation, by=member, path="/subject", value="x"),
        lambda: mark_read(generation=generation, by=member, path="/subject"),
        lambda: reject(generation=generation, by=member),
    ):
        with pytest.raises(NotReady):
            verb()


def test_a_draft_of_somebody_who_left_is_read_by_the_others(note, workspace, member):
    generation = make_generation(workspace, by=None, marks=MARKS)
    assert edit(generation=generation, by=member, path="/subject", value="Rye").marks == MARKS[1:]


def test_what_does_not_fit_is_said_in_the_language_of_the_page(draft, member):
    with translation.override("fr"), pytest.raises(DoesNotFit) as caught:
        edit(generation=draft, by=member, path="/subject", value=5)
    assert isinstance(caught.value.message, str)
