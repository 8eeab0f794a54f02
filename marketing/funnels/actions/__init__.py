from marketing.funnels.actions.editing import (
    NothingToPublish,
    SlugTaken,
    create_funnel,
    create_page,
    delete_funnel,
    delete_page,
    duplicate_funnel,
    edit_funnel,
    edit_page,
    move_page,
    publish,
    unpublish,
)
from marketing.funnels.actions.generating import create_drafted_funnel
from marketing.funnels.actions.visiting import opt_in, record_view

__all__ = [
    "NothingToPublish",
    "SlugTaken",
    "create_drafted_funnel",
    "create_funnel",
    "create_page",
    "delete_funnel",
    "delete_page",
    "duplicate_funnel",
    "edit_funnel",
    "edit_page",
    "move_page",
    "opt_in",
    "publish",
    "record_view",
    "unpublish",
]
