from crm.actions.board import MovedMeanwhile, ReasonMissing, move_lead
from crm.actions.capturing import capture_lead
from crm.actions.leads import (
    DuplicateLead,
    LeadIsDeleted,
    OwnerNotMember,
    add_interaction,
    assign,
    change_status,
    create_lead,
    delete_lead,
    edit_lead,
    mark_resubscribed,
    mark_unsubscribed,
    restore_lead,
    set_tags,
)

__all__ = [
    "DuplicateLead",
    "LeadIsDeleted",
    "MovedMeanwhile",
    "OwnerNotMember",
    "ReasonMissing",
    "add_interaction",
    "assign",
    "capture_lead",
    "change_status",
    "create_lead",
    "delete_lead",
    "edit_lead",
    "mark_resubscribed",
    "mark_unsubscribed",
    "move_lead",
    "restore_lead",
    "set_tags",
]
