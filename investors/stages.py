"""What an investor must have before it can come to a stage: checked when it is moved to the next one."""

from django.utils.translation import gettext as _

from investors.models import Interaction, Investor, Round

Stage, Type = Investor.Stage, Interaction.Type


def missing_for(investor, stage):
    """{field: sentence} of what is wanting before `stage`; empty when nothing is."""
    return dict(CHECKS.get(stage, nothing)(investor))


def nothing(investor):
    return ()


def can_be_reached(investor):
    contacts = investor.contacts.exclude(email="", phone="")
    if not (investor.email or investor.phone or contacts.exists()):
        yield "email", _("Add an email, a phone number or a contact: nobody can be contacted without.")


def is_expected(investor):
    held = investor.interactions.filter(type__in=[Type.CALL, Type.MEETING, Type.PITCH])
    if not (investor.next_step_at or held.exists()):
        yield "next_step_at", _("Log the call or meeting, or plan it as the next step with its date.")


def has_met(investor):
    if not investor.interactions.happened().filter(type__in=[Type.MEETING, Type.PITCH]).exists():
        yield "interactions", _("Log the meeting or the pitch that came before.")


def promised_by(investor):
    """To rounds that were not cancelled."""
    return investor.commitments.exclude(round__status=Round.Status.CANCELLED)


def names_a_sum(investor):
    if investor.check_size is None and not promised_by(investor).exists():
        yield "check_size", _("Write the check size that is talked about.")


def has_committed(investor):
    if not promised_by(investor).exists():
        yield "commitments", _("Add what the investor commits, and to which round.")


def has_signed(investor):
    if not promised_by(investor).exclude(hard_amount=None, wired_amount=None).exists():
        yield "commitments", _("Add the amount that is signed or wired.")


CHECKS = {
    Stage.CONTACTED: can_be_reached,
    Stage.MEETING: is_expected,
    Stage.DUE_DILIGENCE: has_met,
    Stage.TERM_SHEET: names_a_sum,
    Stage.COMMITTED: has_committed,
    Stage.CLOSED: has_signed,
}
