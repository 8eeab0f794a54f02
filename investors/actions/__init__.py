from investors.actions.bulk import NothingCreated, create_investors
from investors.actions.contacts import delete_contact, save_contact
from investors.actions.events import save_event
from investors.actions.interactions import delete_interaction, edit_interaction, log_interaction
from investors.actions.investors import (
    CannotMove,
    DuplicateInvestor,
    InvestorIsDeleted,
    MovedMeanwhile,
    change_stage,
    create_investor,
    delete_investor,
    edit_investor,
    move_to_next_stage,
    restore_investor,
)
from investors.actions.kpis import (
    ChangedMeanwhile,
    MonthIsLocked,
    delete_kpi,
    lock_month,
    set_cells,
    set_kpi,
    set_target,
    unlock_month,
)
from investors.actions.moving import CommitmentMissing, ReasonMissing, change_many, move_investor, require_what_it_takes
from investors.actions.rounds import (
    AlreadyCommitted,
    RoundHasMoney,
    delete_commitment,
    delete_round,
    save_commitment,
    save_round,
)
from investors.actions.today import snooze

__all__ = [
    "AlreadyCommitted",
    "CannotMove",
    "ChangedMeanwhile",
    "CommitmentMissing",
    "DuplicateInvestor",
    "InvestorIsDeleted",
    "MonthIsLocked",
    "MovedMeanwhile",
    "NothingCreated",
    "ReasonMissing",
    "RoundHasMoney",
    "change_many",
    "change_stage",
    "create_investor",
    "create_investors",
    "delete_commitment",
    "delete_contact",
    "delete_interaction",
    "delete_investor",
    "delete_kpi",
    "delete_round",
    "edit_interaction",
    "edit_investor",
    "lock_month",
    "log_interaction",
    "move_investor",
    "move_to_next_stage",
    "require_what_it_takes",
    "restore_investor",
    "save_commitment",
    "save_contact",
    "save_event",
    "save_round",
    "set_cells",
    "set_kpi",
    "set_target",
    "snooze",
    "unlock_month",
]
