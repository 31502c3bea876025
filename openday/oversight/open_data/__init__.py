"""Our figures as files under /open-data/: for people who compute them again, and for machines that collect catalogues."""
