from marketing.ads.actions.campaigns import (
    NotAllowed,
    complete_campaign,
    create_campaign,
    delete_campaign,
    duplicate_campaign,
    edit_campaign,
    pause_campaign,
    start_campaign,
)

__all__ = [
    "NotAllowed",
    "complete_campaign",
    "create_campaign",
    "delete_campaign",
    "duplicate_campaign",
    "edit_campaign",
    "pause_campaign",
    "start_campaign",
]
