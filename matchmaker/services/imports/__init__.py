"""Spreadsheets that come in: read, understood, rehearsed line by line, then carried out as one deed."""
