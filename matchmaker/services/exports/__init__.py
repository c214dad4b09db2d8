"""What is taken away as files: a schedule, and every list of a fair."""

from matchmaker.services.exports.schedule import as_csv, as_xlsx
from matchmaker.services.spreadsheets import Heading

__all__ = ["Heading", "as_csv", "as_xlsx"]
