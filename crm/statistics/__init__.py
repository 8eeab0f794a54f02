"""Figures of the pipeline: what stands where, on any day."""

from crm.statistics.standing import standing_totals

__all__ = ["standing_totals"]
