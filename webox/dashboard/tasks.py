from celery import shared_task


@shared_task
def back_up_where_due(**_unknown):
    from webox.dashboard.backup.keeping import is_due

    if is_due():
        back_up.delay()


@shared_task
def back_up(**_unknown):
    from webox.dashboard.backup.keeping import back_up_where_due

    back_up_where_due()
