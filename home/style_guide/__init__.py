"""The living style guide: tokens read from the sheet, components drawn by the templates of the site itself."""
