"""Counts of cases for everybody: one way of counting and of withholding for pages, open data and reports."""
