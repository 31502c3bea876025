"""Who comes: parties that registered for a session, and the parties that wait."""
