"""Changes of many leads at once: written, recorded row by row, and undone. Imports and bulk changes share it."""

from crm.operations.writing import MOST_ROWS, Wanted, apply_rows

__all__ = ["MOST_ROWS", "Wanted", "apply_rows"]
