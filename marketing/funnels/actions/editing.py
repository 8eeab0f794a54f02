from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from marketing.funnels.models import Funnel, FunnelPage
from marketing.funnels.starter import starter_pages

LONGEST_SLUG = Funnel._meta.get_field("slug").max_length
# What a copy shares with its original: everything people typed, nothing that was counted
COPIED = ("description", "funnel_type", "is_template", "consent_text")
COPIED_PAGE = ("name", "page_type", "slug", "html_content", "css_content", "js_content", "order", "is_published")


class SlugTaken(Exception):
    """Another funnel, or another page of the funnel, has the address; `free` is one nobody has."""

    field = "slug"

    def __init__(self, slug, free):
        self.slug, self.free = slug, free
        super().__init__(self.message)

    @property
    def message(self):
        return _("“%(slug)s” is taken. “%(free)s” is free.") % {"slug": self.slug, "free": self.free}


class NothingToPublish(Exception):
    @property
    def message(self):
        return _("A visitor would find nothing here: publish at least one page of the funnel first.")

    def __str__(self):
        return self.message


def create_funnel(*, workspace, by, name, slug="", with_pages=True, **fields):
    """A funnel, with an opt-in and a thank-you page to begin with unless `with_pages` is false.

    Without a slug, a free one is made of the name. Raises SlugTaken for one that is given and not free, and
    NothingToPublish for an active funnel without pages.
    """
    if fields.get("is_active") and not with_pages:
        raise NothingToPublish
    funnel = Funnel(workspace=workspace, name=name, slug=slug, **fields)
    siblings = Funnel.objects.for_workspace(workspace)
    if not slug:
        funnel.slug = free_slug(siblings, slugify(name) or funnel.funnel_type.replace("_", "-"))
    if not funnel.consent_text and "consent_text" not in fields:
        with translation.override(workspace.language):
            funnel.consent_text = _("I agree to receive advice and offers from %(workspace)s by email.") % {
                "workspace": workspace.name
            }
    with transaction.atomic():
        save_with_slug(funnel, siblings)
        if with_pages:
            pages = [
                FunnelPage(workspace=workspace, funnel=funnel, order=order, **page)
                for order, page in enumerate(starter_pages(funnel), 1)
            ]
            FunnelPage.objects.bulk_create(pages)
    return funnel


def edit_funnel(*, funnel, by, **fields):
    """Raises SlugTaken, or NothingToPublish when `is_active` is set on a funnel without a published page."""
    if fields.get("is_active") and not funnel.is_active:
        require_published_page(funnel)
    for name, value in fields.items():
        setattr(funnel, name, value)
    siblings = Funnel.objects.filter(workspace=funnel.workspace_id).exclude(pk=funnel.pk)
    save_with_slug(funnel, siblings, update_fields=[*fields, "updated_at"])
    return funnel


def publish(*, funnel, by):
    return edit_funnel(funnel=funnel, by=by, is_active=True)


def unpublish(*, funnel, by):
    return edit_funnel(funnel=funnel, by=by, is_active=False)


def require_published_page(funnel):
    if not funnel.pages.filter(is_published=True).exists():
        raise NothingToPublish


@transaction.atomic
def duplicate_funnel(*, funnel, by):
    """A copy with its pages, unpublished, its counters at zero."""
    siblings = Funnel.objects.filter(workspace=funnel.workspace_id)
    room = Funnel._meta.get_field("name").max_length
    copy = Funnel(
        workspace=funnel.workspace,
        name=(_("Copy of %(name)s") % {"name": funnel.name})[:room],
        slug=free_slug(siblings, funnel.slug),
        **{name: getattr(funnel, name) for name in COPIED},
    )
    save_with_slug(copy, siblings)
    FunnelPage.objects.bulk_create(
        FunnelPage(workspace=funnel.workspace, funnel=copy, **{name: getattr(page, name) for name in COPIED_PAGE})
        for page in funnel.pages.in_order()
    )
    return copy


def delete_funnel(*, funnel, by):
    """Its pages go with it; what happened on them stays in the ledger of events."""
    funnel.delete()


@transaction.atomic
def create_page(*, funnel, by, name, slug="", order=None, **fields):
    """A page, the last one unless `order` says otherwise. Without a slug, a free one is made of the name."""
    siblings = lock(funnel).pages.all()
    if order is None:
        order = max((page.order for page in siblings.only("order")), default=0) + 1
    slug = slug or free_slug(siblings, slugify(name) or "page")
    page = FunnelPage(workspace=funnel.workspace, funnel=funnel, name=name, slug=slug, order=order, **fields)
    save_with_slug(page, siblings)
    return page


def edit_page(*, page, by, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    siblings = FunnelPage.objects.filter(funnel=page.funnel_id).exclude(pk=page.pk)
    save_with_slug(page, siblings, update_fields=[*fields, "updated_at"])
    return page


def delete_page(*, page, by):
    page.delete()


@transaction.atomic
def move_page(*, page, by, step):
    """Put a page `step` places further on (negative: earlier) and number all pages of the funnel from 1."""
    pages = list(lock(page.funnel).pages.in_order().without_content())
    place = next(index for index, each in enumerate(pages) if each.pk == page.pk)
    moved = pages.pop(place)
    pages.insert(max(0, min(len(pages), place + step)), moved)
    for number, each in enumerate(pages, 1):
        each.order = number
    FunnelPage.objects.bulk_update(pages, ["order"])


def lock(funnel):
    """The funnel's row, held until the transaction ends: its pages are changed by one at a time."""
    return Funnel.objects.select_for_update().get(pk=funnel.pk)


def save_with_slug(row, siblings, **options):
    if siblings.filter(slug=row.slug).exists():
        raise SlugTaken(row.slug, free_slug(siblings, row.slug))
    try:
        with transaction.atomic():
            row.save(**options)
    except IntegrityError:
        # Somebody else took it in between; any other broken rule is a mistake of ours.
        if not siblings.filter(slug=row.slug).exists():
            raise
        raise SlugTaken(row.slug, free_slug(siblings, row.slug)) from None


def free_slug(siblings, wanted):
    """`wanted`, or with the first number after it that no sibling has."""
    wanted = wanted[:LONGEST_SLUG].strip("-")
    taken = set(siblings.filter(slug__startswith=wanted[: LONGEST_SLUG - 5]).values_list("slug", flat=True))
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        candidate = f"{wanted[: LONGEST_SLUG - 1 - len(str(number))]}-{number}"
    return candidate
