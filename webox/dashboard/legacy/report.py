import csv
from collections import Counter

from webox.lib.tables import neutralise

OUTCOMES = ("created", "matched", "filled", "refused")
COLUMNS = ("table", "id", "outcome", "what", "notes")
# Of different notes so many are counted; each row's own stand in the file.
MOST_NOTES = 1000


class Report:
    """What became of every row: counted for the summary, and written line by line to `file` where there is one."""

    def __init__(self, file=None):
        self.counts, self.notes = Counter(), Counter()
        self.writer = csv.writer(file) if file else None
        if file:
            self.writer.writerow(COLUMNS)

    def add(self, row):
        self.counts[row.table, row.outcome] += 1
        for note in row.notes:
            key = (row.table, row.outcome, note)
            if key in self.notes or len(self.notes) < MOST_NOTES:
                self.notes[key] += 1
        if self.writer:
            cells = (row.table, row.id, row.outcome, row.title, "; ".join(row.notes))
            self.writer.writerow([neutralise(cell) for cell in cells])

    def line(self, table):
        """A line of the summary."""
        return f"{table:<22}" + "".join(f"{self.counts[table, outcome]:>10}" for outcome in OUTCOMES)

    @staticmethod
    def heading():
        return f"{'':<22}" + "".join(f"{outcome:>10}" for outcome in OUTCOMES)

    def most_frequent_notes(self, most=20):
        """Why rows were refused, then what else was noted: lines, the most frequent first."""
        ranked = sorted(self.notes.items(), key=lambda item: (item[0][1] != "refused", -item[1], item[0]))
        return [f"{number} × {table}, {outcome}: {note}" for (table, outcome, note), number in ranked[:most]]
