from investors.actions.interactions import delete_interaction, edit_interaction, log_interaction
from investors.actions.investors import (
    CannotMove,
    DuplicateInvestor,
    InvestorIsDeleted,
    change_stage,
    create_investor,
    delete_investor,
    edit_investor,
    move_to_next_stage,
    restore_investor,
)
from investors.actions.kpis import MonthIsLocked, delete_kpi, lock_month, set_kpi, set_target, unlock_month

__all__ = [
    "CannotMove",
    "DuplicateInvestor",
    "InvestorIsDeleted",
    "MonthIsLocked",
    "change_stage",
    "create_investor",
    "delete_interaction",
    "delete_investor",
    "delete_kpi",
    "edit_interaction",
    "edit_investor",
    "lock_month",
    "log_interaction",
    "move_to_next_stage",
    "restore_investor",
    "set_kpi",
    "set_target",
    "unlock_month",
]
