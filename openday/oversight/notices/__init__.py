"""办结告知书: the formal notice of the end of a case (ISO/IEC 17025:2017, 7.9.7), kept as it was given."""
