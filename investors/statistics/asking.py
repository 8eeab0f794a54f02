"""What a forecast is asked for: of which round, until when, with how many first meetings a week."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from investors.models import Round
from investors.rounds import current_round
from investors.statistics.simulation import MOST_MEETINGS
from webox.accounts.models import Workspace
from webox.analytics.periods import day_from, today_of
from webox.lib.ids import is_id

NAMES = ("round", "until", "meetings")
USUAL, LONGEST = timedelta(days=182), timedelta(days=1095)


@dataclass(frozen=True)
class Question:
    workspace: Workspace
    # None while there is no round
    round: Round | None
    today: date
    until: date
    # First meetings a week; None: as many as lately
    meetings: float | None = None

    @property
    def days(self):
        return (self.until - self.today).days


def question_from(params, workspace):
    """What a query string asks for. Raises ValidationError naming what cannot be read, Http404 for a strange round."""
    round, today = round_from(params, workspace), today_of(workspace)
    until = day_from(params, "until")
    if until is None:
        closes = round and round.closes_on
        until = closes if closes and today < closes <= today + LONGEST else today + USUAL
    elif not today < until <= today + LONGEST:
        raise ValidationError({"until": _("Choose a day of the next three years.")})
    return Question(workspace, round, today, until, meetings_from(params))


def round_from(params, workspace):
    if not (asked := params.get("round")):
        return current_round(workspace)
    if not is_id(asked):
        raise Http404
    rounds = Round.objects.for_workspace(workspace).with_money()
    return get_object_or_404(rounds, pk=asked)


def meetings_from(params):
    if not (text := params.get("meetings", "").strip().replace(",", ".")):
        return None
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not 0 <= number <= MOST_MEETINGS:
        raise ValidationError({"meetings": _("Write a number from 0 to %(most)d.") % {"most": MOST_MEETINGS}})
    return number
