"""Figures of the pipeline: what stands where, on any day, and what a period brought."""

from crm.statistics.scope import Scope, scope_from
from crm.statistics.standing import standing_totals, totals_seen_by
from crm.statistics.summary import statistics

__all__ = ["Scope", "scope_from", "standing_totals", "statistics", "totals_seen_by"]
