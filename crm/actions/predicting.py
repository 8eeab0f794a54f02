"""Learning from the leads that were won and lost."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from crm import tasks
from crm.actions.scoring import count_everyone
from crm.models import Lead, Prediction, StatusChange
from crm.scoring.backtest import backtest
from crm.scoring.bayes import train
from crm.scoring.features import outcomes_of
from webox.accounts.models import Workspace

EVERY = timedelta(days=1)
CLOSED = (Lead.Status.WON, Lead.Status.LOST)


def learn(*, workspace):
    """Train the prediction of a workspace anew and try it on the leads it did not learn from."""
    started = timezone.now()
    outcomes = outcomes_of(workspace)
    model = train(outcomes)
    learnt = {
        "won": model.won,
        "lost": model.lost,
        "counts": model.counts if min(model.won, model.lost) >= Prediction.FEWEST else {},
        "backtest": backtest(outcomes, Prediction.FEWEST),
        "trained_at": started,
        "asked_at": None,
    }
    with transaction.atomic():
        known = Prediction.objects.for_workspace(workspace).first()
        was = known.counts if known else {}
        prediction, _made = Prediction.objects.update_or_create(workspace=workspace, defaults=learnt)
        if prediction.counts != was:
            count_everyone(workspace=workspace)
    return prediction


@transaction.atomic
def ask_to_learn(*, workspace, by):
    """Have a worker train the prediction now rather than within the day."""
    now = timezone.now()
    prediction, _made = Prediction.objects.get_or_create(workspace=workspace, defaults={"trained_at": now})
    prediction.asked_at = now
    prediction.save(update_fields=["asked_at"])
    tasks.learn.delay_on_commit(workspace_id=workspace.pk)
    return prediction


def due_to_learn(now=None):
    """Workspaces where leads were closed or reopened since the last training, a day ago or more, or that ask."""
    now = now or timezone.now()
    mine = Prediction.objects.filter(workspace=OuterRef("pk"))
    lines = StatusChange.objects.filter(Q(to_status__in=CLOSED) | Q(from_status__in=CLOSED), workspace=OuterRef("pk"))
    news = Exists(lines.filter(at__gt=OuterRef("trained")))
    known = Workspace.objects.annotate(trained=Subquery(mine.values("trained_at")))
    first, again = Q(trained=None) & Exists(lines), Q(trained__lte=now - EVERY) & news
    return known.filter(first | again | Exists(mine.filter(asked_at__isnull=False)))
