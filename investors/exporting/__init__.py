"""What leaves the house about a raise: one report, written as a workbook or as a PDF."""
