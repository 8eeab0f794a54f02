from django.utils import timezone
from django.utils.text import slugify

from marketing.funnels.actions import SlugTaken, create_page, publish
from marketing.funnels.models import Funnel, FunnelPage
from webox.dashboard.legacy.rows import Refused

COLUMNS = frozenset(
    {
        *("id", "funnel_id", "name", "page_type", "slug", "html_content", "css_content", "js_content", "order"),
        # The rate is computed from the sums.
        *("is_published", "visitors", "conversions", "conversion_rate", "created_at", "updated_at"),
    }
)
PARENTS = ("funnels", "funnels_old")


def take(run, rows):
    ids = {row.reference("funnel_id") for row in rows}
    # A page belongs to the newer table where both have its funnel's id.
    parents = {}
    for table in reversed(PARENTS):
        parents |= {there: (table, here) for there, here in run.known(table, ids).items()}
    present = Funnel.objects.for_workspace(run.workspace).in_bulk({here for _table, here in parents.values()})
    for row in rows:
        try:
            row.require_id()
            table, funnel = parent_of(row, parents, present)
            page = create(run, row, funnel)
        except Refused as reason:
            row.refuse(reason)
            continue
        row.subject_id = page.pk
        row.end("created")
        was_live = row.reference("funnel_id") in run.ids_where_true(table, "is_active")
        if was_live and page.is_published and not funnel.is_active and is_first(page):
            publish(funnel=funnel, by=run.by)


def parent_of(row, parents, present):
    there = row.reference("funnel_id")
    if not there:
        raise Refused("it belongs to no funnel")
    if there not in parents:
        raise Refused(f"its funnel {there} was refused or is not in the table")
    table, here = parents[there]
    if here not in present:
        raise Refused(f"its funnel {there} was erased here")
    return table, present[here]


def is_first(page):
    """A funnel that shows pages already was published before, and perhaps taken back by a member."""
    return not FunnelPage.objects.filter(funnel=page.funnel_id, is_published=True).exclude(pk=page.pk).exists()


def create(run, row, funnel):
    name = row.text("name", 120) or row.text("slug", 120)
    if not name:
        raise Refused("it has neither a name nor an address")
    slug = slugify(row.text("slug", 80))
    if slug != row.text("slug"):
        row.note(f"its address became “{slug}”" if slug else "its address is made of its name")
    fields = {
        "name": name,
        "page_type": row.choice("page_type", FunnelPage.Type, FunnelPage.Type.OPTIN),
        "html_content": row.long_text("html_content"),
        "css_content": row.long_text("css_content"),
        "js_content": row.long_text("js_content"),
        "order": row.count("order", 32767) if row.text("order") else None,
        "is_published": row.is_true("is_published"),
        "visitors": row.count("visitors"),
        "conversions": row.count("conversions"),
        "created_at": row.past("created_at") or timezone.now(),
    }
    try:
        return create_page(funnel=funnel, by=run.by, slug=slug, **fields)
    except SlugTaken as taken:
        row.note(f"its address became “{taken.free}”: another page has “{taken.slug}”")
        return create_page(funnel=funnel, by=run.by, slug=taken.free, **fields)
