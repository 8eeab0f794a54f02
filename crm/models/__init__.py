from crm.models.edits import LeadEdit
from crm.models.fields import CustomField
from crm.models.imports import ImportFile, ImportMapping
from crm.models.leads import Lead, LeadInteraction, OfLeadQuerySet, Tag
from crm.models.operations import Operation, OperationRow
from crm.models.pipeline import PipelineTotal, Stage, StatusChange, StatusTotal
from crm.models.saved_views import SavedView
from crm.models.scoring import LeadEngagement, Prediction, Scoring, ScoringRule
from crm.models.segments import Segment

__all__ = [
    "CustomField",
    "ImportFile",
    "ImportMapping",
    "Lead",
    "LeadEdit",
    "LeadEngagement",
    "LeadInteraction",
    "OfLeadQuerySet",
    "Operation",
    "OperationRow",
    "PipelineTotal",
    "Prediction",
    "SavedView",
    "Scoring",
    "ScoringRule",
    "Segment",
    "Stage",
    "StatusChange",
    "StatusTotal",
    "Tag",
]
