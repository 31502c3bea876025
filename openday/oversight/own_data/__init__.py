"""What the holder of a receipt may do with the data of the case: see, take along, correct, erase (PIPL 44 to 50)."""
