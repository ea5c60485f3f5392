"""Realistic exports of an invented CRM, of any size, the same for the same seed."""

from leadscore.sample.companies import COMPETITOR_DOMAINS
from leadscore.sample.sheets import SampleFile
from leadscore.sample.write import SampleFiles, World, write_nights, write_sample

__all__ = ["COMPETITOR_DOMAINS", "SampleFile", "SampleFiles", "World", "write_nights", "write_sample"]
