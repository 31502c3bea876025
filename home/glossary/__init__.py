"""Words of staff for Traditional pages: a phrase in Simplified, and how it is to read in Traditional.

They stand above the converter's rules, everywhere Traditional is made: pages, feeds, letters, calendar entries. The interface's
own texts are in catalogues that are derived once, at build time, and alike in every installation; on a page or in a
letter they pass the glossary on their way out (openday/language/traditional.py).
"""
