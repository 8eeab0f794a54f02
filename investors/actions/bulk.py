"""Many investors at once: as many statements for a thousand as for three."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower

from crm.actions.leads import tags_named
from investors.actions import ledger
from investors.actions.investors import DuplicateInvestor, begun, require_member
from investors.models import Contact, Investor

REFUSALS = (DuplicateInvestor, ValidationError)


class NothingCreated(Exception):
    """A row was refused where all were asked for or none: `outcomes` as create_investors() returns them."""

    def __init__(self, outcomes):
        self.outcomes = outcomes
        super().__init__()


@transaction.atomic
def create_investors(*, workspace, by, rows, all_or_nothing=False):
    """[Investor, or the exception that create_investor() raises for such a row], in the order of `rows`.

    A row may bring `contacts`, the main one first. Raises NothingCreated with `all_or_nothing`.
    """
    try:
        with transaction.atomic():
            return _create(workspace, by, rows, all_or_nothing)
    except IntegrityError:
        # Somebody took an address between our look and our writing: the second look sees whose it is.
        return _create(workspace, by, rows, all_or_nothing)


def _create(workspace, by, rows, all_or_nothing):
    batch = Batch(workspace, rows)
    outcomes = [batch.outcome_of(dict(row)) for row in rows]
    if all_or_nothing and any(isinstance(outcome, REFUSALS) for outcome in outcomes):
        raise NothingCreated(outcomes)
    made = [outcome for outcome in outcomes if isinstance(outcome, Investor)]
    Investor.objects.bulk_create(made)
    ledger.begin(investors=made, by=by)
    carries = Investor.tags.through
    carries.objects.bulk_create(carries(investor_id=investor.pk, tag_id=tag.pk) for investor, tag in batch.tags)
    for contact in batch.contacts:
        contact.investor_id = contact.investor.pk
    Contact.objects.bulk_create(batch.contacts)
    return outcomes


class Batch:
    """Looks at each row with what was read once for all of them. Nothing is written yet but new tags."""

    def __init__(self, workspace, rows):
        self.workspace, self.tags, self.contacts = workspace, [], []
        addresses = {row["email"].strip().lower() for row in rows if row.get("email")}
        there = Investor.objects.for_workspace(workspace).annotate(address=Lower("email"))
        self.taken = {investor.address: investor for investor in there.filter(address__in=addresses)}
        self.owners, self.tags_of = {None}, {}

    def outcome_of(self, row):
        names, people, owner = tuple(row.pop("tags", ())), row.pop("contacts", ()), row.get("owner")
        row["email"] = row.get("email", "").strip().lower()
        try:
            if same := row["email"] and self.taken.get(row["email"]):
                raise DuplicateInvestor(same)
            if owner not in self.owners:
                require_member(self.workspace, owner)
            if names not in self.tags_of:
                self.tags_of[names] = tags_named(self.workspace, names)
        except REFUSALS as refusal:
            return refusal
        self.owners.add(owner)
        investor = begun(self.workspace, row)
        if investor.email:
            self.taken[investor.email] = investor
        self.tags += [(investor, tag) for tag in self.tags_of[names]]
        self.contacts += [
            Contact(workspace=self.workspace, investor=investor, is_primary=not number, **person)
            for number, person in enumerate(people)
        ]
        return investor
