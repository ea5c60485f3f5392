"""What people see in a terminal: renderers of results, without arithmetic."""

from leadscore.report.progress import progress
from leadscore.report.terminal import render_summary

__all__ = ["progress", "render_summary"]
