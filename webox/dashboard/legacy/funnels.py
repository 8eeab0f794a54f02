from django.utils import timezone

from marketing.funnels.actions import create_funnel
from marketing.funnels.models import Funnel
from webox.dashboard.legacy.rows import Refused, one_by_one
from webox.dashboard.legacy.twins import twin

COLUMNS = frozenset(
    {
        *("id", "name", "description", "funnel_type", "is_active", "is_template", "created_at", "updated_at"),
        # The rate is computed from the sums.
        *("total_visitors", "total_leads", "total_sales", "total_revenue", "conversion_rate"),
    }
)


@one_by_one
def take(run, row):
    row.require_id()
    name = row.text("name", 120)
    if not name:
        raise Refused("it has no name")
    created = row.past("created_at")
    if found := twin(run, row, Funnel, name, created):
        row.subject_id = found.pk
        row.end("matched", "the same funnel as in the other table")
        return
    # Its first published page publishes it: see pages.
    funnel = create_funnel(
        workspace=run.workspace,
        by=run.by,
        name=name,
        with_pages=False,
        description=row.long_text("description").strip(),
        funnel_type=row.choice("funnel_type", Funnel.Type, Funnel.Type.LEAD_MAGNET),
        is_template=row.is_true("is_template"),
        total_visitors=row.count("total_visitors"),
        total_leads=row.count("total_leads"),
        total_sales=row.count("total_sales"),
        total_revenue=row.money("total_revenue", 14) or 0,
        created_at=created or timezone.now(),
    )
    row.subject_id = funnel.pk
    row.end("created")
    if row.is_true("is_active") and row.id not in run.ids_where_true("funnel_pages", "is_published", "funnel_id"):
        row.note("not published: none of its pages is")
