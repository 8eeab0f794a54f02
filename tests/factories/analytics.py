from webox.analytics.models import DailyCount


def make_count(workspace, day, metric="analytics.visit.started", count=1, subject=("", 0)):
    return DailyCount.objects.create(
        workspace=workspace, day=day, metric=metric, count=count, subject_type=subject[0], subject_id=subject[1]
    )
