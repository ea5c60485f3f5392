"""What the vendor offers to look at, to take and to attend."""

from __future__ import annotations

from typing import Final

from leadscore.sample.draws import spread

__all__ = [
    "CLICKED",
    "COMPARING",
    "DOWNLOADS",
    "EVENTS",
    "NEWSLETTERS",
    "READING",
    "REQUESTS",
    "USING",
    "WEBINARS",
]

READING: Final = spread(
    {
        "/": 14,
        "/product": 8,
        "/blog/what-is-lead-qualification": 6,
        "/blog/angebote-schneller-schreiben": 6,
        "/blog/vertrieb-im-maschinenbau": 4,
        "/blog/?page=2": 2,
        "/docs/getting-started": 4,
        "/docs/import": 2,
        "/cases/": 3,
        "/about": 3,
        "/careers": 2,
        "/careers/backend-developer": 1,
        "/pricing": 2,
    }
)
"""Pages that people look at who want to know what this is about."""
COMPARING: Final = spread(
    {
        "/": 9,
        "/product": 10,
        "/product/integrations": 6,
        "/cases/antriebstechnik": 5,
        "/cases/software": 4,
        "/pricing": 7,
        "/pricing?plan=team": 3,
        "/pricing/calculator": 2,
        "/docs/getting-started": 5,
        "/docs/api": 4,
        "/docs/security": 4,
        "/blog/angebote-schneller-schreiben": 5,
        "/blog/roi-of-lead-scoring": 4,
        "/about": 2,
    }
)
"""Pages that people look at who think of buying."""
USING: Final = spread(
    {
        "/docs/api": 8,
        "/docs/import": 7,
        "/docs/export": 6,
        "/docs/releases": 5,
        "/blog/product-news": 4,
        "/status": 3,
        "/product/integrations": 3,
        "/pricing?plan=enterprise": 1,
    }
)
"""Pages that customers look at."""
NEWSLETTERS: Final = ("newsletter", "product-news", "webinar-invitation", "case-study")
CLICKED: Final = (
    "/blog/roi-of-lead-scoring",
    "/webinars",
    "/cases/antriebstechnik",
    "/blog/product-news",
    "/pricing",
)
DOWNLOADS: Final = (
    "architecture-paper",
    "roi-calculator",
    "buyers-guide",
    "checkliste-angebotsprozess",
    "live-demo-webinar",
    "security-whitepaper",
)
WEBINARS: Final = ("live-demo-webinar", "lead-scoring-in-practice", "crm-integration")
EVENTS: Final = ("fair-hannover", "fair-zuerich", "customer-day")
REQUESTS: Final = spread({"demo_request": 3, "contact_sales": 1})
