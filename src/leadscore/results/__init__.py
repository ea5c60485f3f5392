"""What is found out, as plain values between the layers: renderers see nothing else."""

from leadscore.results.lists import ListSummary, TopLead
from leadscore.results.run import (
    Accounting,
    Dialect,
    Disqualified,
    FileCount,
    Findings,
    Joined,
    LazyTable,
    LightCount,
    ListFileUse,
    Manifest,
    OutputTable,
    Published,
    RejectedRecord,
    SourceFile,
    StageCount,
    Summary,
    Unreadable,
    percent,
)
from leadscore.results.sliced import SlicedTables

__all__ = [
    "Accounting",
    "Dialect",
    "Disqualified",
    "FileCount",
    "Findings",
    "Joined",
    "LazyTable",
    "LightCount",
    "ListFileUse",
    "ListSummary",
    "Manifest",
    "OutputTable",
    "Published",
    "RejectedRecord",
    "SlicedTables",
    "SourceFile",
    "StageCount",
    "Summary",
    "TopLead",
    "Unreadable",
    "percent",
]
