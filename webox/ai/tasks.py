from celery import shared_task


@shared_task
def run_generation(*, generation_id, **_unknown):
    from webox.ai.actions.generating import run_generation

    run_generation(generation_id=generation_id)


@shared_task
def sweep_generations(**_unknown):
    from webox.ai.actions.generating import sweep

    sweep()
