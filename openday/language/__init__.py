"""One text in three scripts: Simplified is written, English translated, Traditional derived."""
