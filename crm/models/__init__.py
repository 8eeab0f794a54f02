from crm.models.edits import LeadEdit
from crm.models.fields import CustomField
from crm.models.leads import Lead, LeadInteraction, OfLeadQuerySet, Tag
from crm.models.operations import Operation, OperationRow
from crm.models.pipeline import Stage, StatusChange, StatusTotal
from crm.models.segments import Segment

__all__ = [
    "CustomField",
    "Lead",
    "LeadEdit",
    "LeadInteraction",
    "OfLeadQuerySet",
    "Operation",
    "OperationRow",
    "Segment",
    "Stage",
    "StatusChange",
    "StatusTotal",
    "Tag",
]
