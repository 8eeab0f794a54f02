from celery import shared_task
from celery.signals import worker_ready


@shared_task
def run_generation(*, generation_id, **_unknown):
    from webox.ai.actions.generating import run_generation

    run_generation(generation_id=generation_id)


@shared_task
def sweep_generations(**_unknown):
    from webox.ai.actions.generating import sweep

    sweep()


@worker_ready.connect
def sweep_at_start(sender=None, **_kwargs):
    """A restarted worker must not wait for the clock to find what its predecessor left."""
    sweep_generations.delay()
