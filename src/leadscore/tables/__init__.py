"""Inputs as tables: every record of a file is well-formed or malformed, and none is lost."""

from leadscore.tables.frames import frame_table
from leadscore.tables.pick import find_records, pick_records
from leadscore.tables.read import read_header, read_table
from leadscore.tables.table import Table, raw_records

__all__ = [
    "Table",
    "find_records",
    "frame_table",
    "pick_records",
    "raw_records",
    "read_header",
    "read_table",
]
