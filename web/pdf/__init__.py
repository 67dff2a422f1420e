"""Sheets of paper: what is printed from the desk, made with fpdf2 and the fonts beside it."""
