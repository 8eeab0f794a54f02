from investors.models.documents import Document, DocumentLink, DocumentView, Folder, LinkVisit
from investors.models.interactions import Interaction, MarketingEvent
from investors.models.investors import Contact, Investor, StageChange
from investors.models.kpis import KPI, KPITarget, MonthLock, Restatement
from investors.models.rounds import Commitment, Round
from investors.models.updates import Ask, InvestorUpdate

__all__ = [
    "KPI",
    "Ask",
    "Commitment",
    "Contact",
    "Document",
    "DocumentLink",
    "DocumentView",
    "Folder",
    "Interaction",
    "Investor",
    "InvestorUpdate",
    "KPITarget",
    "LinkVisit",
    "MarketingEvent",
    "MonthLock",
    "Restatement",
    "Round",
    "StageChange",
]
