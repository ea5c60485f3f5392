"""The section `sources`: how the columns of each input are found and read."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from leadscore.schema.base import Model, Several
from leadscore.schema.shapes import Keys
from leadscore.schema.types import COLUMN, Encoding, Text

__all__ = ["INPUTS", "InputName", "Source", "Sources"]

Profile = Literal[
    "hubspot",
    "salesforce",
    "pipedrive",
    "zoho",
    "dynamics",
    "mautic",
    "odoo",
    "espocrm",
    "suitecrm",
    "facebook",
]
"""A system whose exports are known."""
InputName = Literal["contacts", "activities", "deals", "companies", "costs"]
INPUTS: Final = ("contacts", "activities", "deals", "companies", "costs")
Column = Annotated[str, COLUMN]
"""The name of a column among the fields."""


class Source(Model):
    """How one input's columns are found and read."""

    columns: dict[Column, Text] = Field(
        default_factory=dict,
        description="Our name of a field, and the header of its column in your export.",
        examples=[{"contact_id": "Kundennummer", "job_title": "Funktion"}],
    )
    optional: Several[Text] = Field(
        (), description="Columns that rules use and that an export may lack.", examples=[["nps"]]
    )
    missing: Several[Text] = Field(
        (), description="Further words that stand for nothing.", examples=[["-", "unbekannt"]]
    )
    profile: Profile | None = Field(
        None, description="The only system whose headers are recognised.", examples=["hubspot"]
    )
    dates: Literal["day_first", "month_first"] | None = Field(
        None,
        description="Whether 1/11/2026 begins with the day or the month, where the data does not settle it.",
        examples=["day_first"],
    )
    decimal: Literal[",", "."] | None = Field(
        None, description="The decimal sign of numbers, where the data does not settle it.", examples=[","]
    )
    ranges: Literal["lower", "upper", "missing"] | None = Field(
        None,
        description="Which end of a range such as 50-200 counts. A range is missing if this is not given.",
        examples=["lower"],
    )
    encoding: Encoding | None = Field(
        None,
        description="How bytes become text, where it does not show by itself.",
        examples=["windows-1252", "utf-16"],
    )
    delimiter: Literal[",", ";", "\t", "|"] | None = Field(
        None, description="What stands between the cells, where it does not show by itself.", examples=[";"]
    )
    header_line: Annotated[int, Field(ge=1)] | None = Field(
        None, description="The line, or the row of a sheet, with the column names.", examples=[3]
    )
    sheet: Text | None = Field(None, description="The sheet of a workbook.", examples=["Leads"])
    events: dict[Column, Text] = Field(
        default_factory=dict,
        description="Columns of contacts of which each day becomes an activity, and the type of that activity.",
        examples=[{"recent_visit": "page_view"}],
    )


Sources = Annotated[
    dict[InputName, Source],
    Keys(
        {
            "contacts": ("How contacts are read.", {"columns": {"contact_id": "Kundennummer"}}),
            "activities": ("How activities are read.", {"columns": {"occurred_at": "Zeitpunkt"}}),
            "deals": ("How deals are read.", {"decimal": ","}),
            "companies": ("How companies are read.", {"optional": ["revenue"]}),
            "costs": ("How costs are read.", {"delimiter": ";"}),
        }
    ),
]
"""What a rules file says of its inputs."""
