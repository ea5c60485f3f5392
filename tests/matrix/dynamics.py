"""Exports of Dynamics 365 Sales."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tests.matrix import styles
from tests.matrix.layout import CUSTOM, EXCEL, Layout

__all__ = ["DYNAMICS", "DYNAMICS_DE"]

DYNAMICS: Final = Layout(
    name="dynamics",
    system="dynamics",
    style=styles.DYNAMICS,
    dialect=EXCEL,
    contacts={
        "(Do Not Modify) Lead": "id",
        "(Do Not Modify) Row Checksum": "=Zx9/Qq+5w==",
        "(Do Not Modify) Modified On": "=10/31/2026 2:05 PM",
        "Subject": "=Asked at the fair",
        "First Name": "first",
        "Last Name": "last",
        "Name": "full",
        "Job Title": "title",
        "Company Name": "company",
        "Email": "email",
        "Business Phone": "phone",
        "City": "city",
        "Country": "country",
        "Lead Source": "channel",
        "Rating": "=Hot",
        "Status Reason": "status",
        "Industry": "industry",
        "Employees": "employees",
        "Annual Revenue": "revenue",
        "Created On": "created",
        "Lifecycle Stage": "lifecycle",
        "Do Not Call": "no_calls",
        **CUSTOM,
    },
    activities={
        "(Do Not Modify) Activity": "id",
        "(Do Not Modify) Row Checksum": "=Zx9/Qq+5w==",
        "(Do Not Modify) Modified On": "=10/31/2026 2:05 PM",
        "Subject": "=Seen",
        "Regarding": "full",
        "Activity Type": "kind",
        "Activity Status": "=Completed",
        "Owner": "=Anna Smith",
        "Start Date": "at",
        "URL": "url",
        "Asset": "asset",
    },
    deals={
        "(Do Not Modify) Opportunity": "id",
        "(Do Not Modify) Row Checksum": "=Zx9/Qq+5w==",
        "(Do Not Modify) Modified On": "=10/31/2026 2:05 PM",
        "Topic": "name",
        "Contact": "full",
        "Est. Revenue": "amount",
        "Status": "outcome",
        "Created On": "created",
        "Actual Close Date": "closed",
    },
)


DYNAMICS_DE: Final = Layout(
    name="dynamics-de",
    system="dynamics",
    style=styles.DYNAMICS_DE,
    dialect=replace(EXCEL, delimiter=";"),
    contacts={
        "(Nicht ändern) Lead": "id",
        "(Nicht ändern) Zeilenprüfsumme": "=Zx9/Qq+5w==",
        "(Nicht ändern) Geändert am": "=31.10.2026 14:05",
        "Thema": "=Auf der Messe",
        "Vorname": "first",
        "Nachname": "last",
        "Position": "title",
        "Firmenname": "company",
        "E-Mail": "email",
        "Telefon (geschäftlich)": "phone",
        "Ort": "city",
        "Land": "country",
        "Leadquelle": "channel",
        "Statusgrund": "status",
        "Branche": "industry",
        "Anzahl der Mitarbeiter": "employees",
        "Jahresumsatz": "revenue",
        "Erstellt am": "created",
        "Lifecycle Stage": "lifecycle",
        "Do not call": "no_calls",
        **CUSTOM,
    },
    activities={
        "(Nicht ändern) Aktivität": "id",
        "(Nicht ändern) Zeilenprüfsumme": "=Zx9/Qq+5w==",
        "(Nicht ändern) Geändert am": "=31.10.2026 14:05",
        "Betreff": "=Gesehen",
        "Bezug": "full",
        "Aktivitätstyp": "kind",
        "Startdatum": "at",
        "URL": "url",
        "Asset": "asset",
    },
    deals={
        "(Nicht ändern) Verkaufschance": "id",
        "(Nicht ändern) Zeilenprüfsumme": "=Zx9/Qq+5w==",
        "(Nicht ändern) Geändert am": "=31.10.2026 14:05",
        "Thema": "name",
        "Kontakt": "full",
        "Geschätzter Umsatz": "amount",
        "Status": "outcome",
        "Erstellt am": "created",
        "Tatsächliches Abschlussdatum": "closed",
    },
)
