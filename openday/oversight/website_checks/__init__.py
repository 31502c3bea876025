"""What inspections of government websites look for (FEATURES O15): stale pages, empty columns, unanswered messages, dead links."""
