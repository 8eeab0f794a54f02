from celery import shared_task
from celery.signals import worker_ready


@shared_task
def score_leads(*, workspace_id, lead_ids, **_unknown):
    from crm.actions.scoring import score_leads
    from webox.accounts.models import Workspace

    if workspace := Workspace.objects.filter(pk=workspace_id).first():
        score_leads(workspace=workspace, lead_ids=lead_ids)


@shared_task
def count_everyone(*, scoring_id, **_unknown):
    from crm.actions.scoring import carry_on

    carry_on(scoring_id=scoring_id)


@shared_task
def count_grid(*, workspace_id, **_unknown):
    from crm.actions.scoring import count_grid
    from webox.accounts.models import Workspace

    if workspace := Workspace.objects.filter(pk=workspace_id).first():
        count_grid(workspace=workspace)


@shared_task
def learn(*, workspace_id, **_unknown):
    from crm.actions.predicting import learn
    from webox.accounts.models import Workspace

    if workspace := Workspace.objects.filter(pk=workspace_id).first():
        learn(workspace=workspace)


@shared_task
def sweep_scoring(**_unknown):
    """Ring again for orders nobody is at, and count leads whose doorbell was lost."""
    from crm.actions.scoring import missed, score_soon, stalled

    for scoring in stalled():
        count_everyone.delay(scoring_id=scoring.pk)
    for workspace_id, lead_ids in missed().items():
        score_soon(workspace_id=workspace_id, lead_ids=lead_ids)


@shared_task
def learn_where_due(**_unknown):
    from crm.actions.predicting import due_to_learn

    for workspace in due_to_learn():
        learn.delay(workspace_id=workspace.pk)


@shared_task
def run_operation(*, operation_id, **_unknown):
    """Carry on with an operation: an import, a change of many leads, or the undo of either."""
    from crm.actions.operations import carry_on

    carry_on(operation_id=operation_id)


@shared_task
def sweep_operations(**_unknown):
    """Ring again for operations whose worker has fallen silent."""
    from crm.actions.operations import stalled

    for operation in stalled():
        run_operation.delay(operation_id=operation.pk)


@shared_task
def forget_old_files(**_unknown):
    from crm.actions.imports import forget_old_files

    forget_old_files()


@worker_ready.connect
def sweep_at_start(sender=None, **_kwargs):
    """A restarted worker must not wait for the clock to find what its predecessor left."""
    sweep_operations.delay()
