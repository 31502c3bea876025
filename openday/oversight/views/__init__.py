"""Pages for everybody, by subject. Public pages are cacheable and set no cookie; forms are kept nowhere."""
