"""The exports of all systems."""

from __future__ import annotations

from typing import Final

from tests.matrix.dynamics import DYNAMICS, DYNAMICS_DE
from tests.matrix.hubspot import HUBSPOT, HUBSPOT_DE, HUBSPOT_INTERNAL
from tests.matrix.layout import CLEAN, Layout
from tests.matrix.mautic import MAUTIC
from tests.matrix.odoo import ODOO, ODOO_DE, ODOO_TECHNICAL
from tests.matrix.others import OTHERS
from tests.matrix.pipedrive import PIPEDRIVE, PIPEDRIVE_OLDER
from tests.matrix.salesforce import SALESFORCE, SALESFORCE_API, SALESFORCE_DE
from tests.matrix.zoho import ZOHO, ZOHO_MODULE

__all__ = ["EVERY", "LAYOUTS"]

LAYOUTS: Final[tuple[Layout, ...]] = (
    CLEAN,
    HUBSPOT,
    HUBSPOT_DE,
    HUBSPOT_INTERNAL,
    SALESFORCE,
    SALESFORCE_DE,
    SALESFORCE_API,
    PIPEDRIVE,
    PIPEDRIVE_OLDER,
    ZOHO,
    DYNAMICS,
    DYNAMICS_DE,
    MAUTIC,
    ODOO,
    ODOO_TECHNICAL,
    ODOO_DE,
)
"""Systems with layouts of their own for contacts, activities and deals; first the clean files."""

EVERY: Final = (*LAYOUTS, ZOHO_MODULE, *OTHERS)
