"""Job titles in German and English, and what their holders have to say when software is bought."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from leadscore.sample.draws import spread

__all__ = ["ENGLISH_JOBS", "GERMAN_JOBS", "Job", "Role"]


class Role(StrEnum):
    """What somebody has to say when software is bought."""

    DECIDES = "decides"
    LEADS = "leads"
    BUILDS = "builds"
    WORKS = "works"
    STUDIES = "studies"


@dataclass(frozen=True)
class Job:
    """A job with its title for a woman and for a man."""

    role: Role
    female: str
    male: str

    def title(self, *, female: bool) -> str:
        """Return the title as it stands on this person's card."""
        return self.female if female else self.male


def _one(role: Role, title: str) -> Job:
    return Job(role, title, title)


GERMAN_JOBS: Final = spread(
    {
        Job(Role.DECIDES, "Geschäftsführerin", "Geschäftsführer"): 7,
        Job(Role.DECIDES, "Inhaberin", "Inhaber"): 3,
        _one(Role.DECIDES, "Vorstand"): 1,
        _one(Role.DECIDES, "CTO"): 3,
        _one(Role.DECIDES, "CIO"): 1,
        _one(Role.DECIDES, "CEO & Founder"): 2,
        Job(Role.LEADS, "Leiterin Einkauf", "Leiter Einkauf"): 4,
        Job(Role.LEADS, "Leiterin IT", "Leiter IT"): 4,
        Job(Role.LEADS, "Vertriebsleiterin", "Vertriebsleiter"): 5,
        Job(Role.LEADS, "Abteilungsleiterin Konstruktion", "Abteilungsleiter Konstruktion"): 2,
        _one(Role.LEADS, "Head of Marketing"): 4,
        _one(Role.LEADS, "Head of Sales Operations"): 3,
        _one(Role.LEADS, "Teamlead Marketing Automation"): 3,
        Job(Role.BUILDS, "Entwicklerin", "Entwickler"): 5,
        Job(Role.BUILDS, "Softwareentwicklerin", "Softwareentwickler"): 4,
        Job(Role.BUILDS, "Ingenieurin", "Ingenieur"): 4,
        Job(Role.BUILDS, "Entwicklungsingenieurin", "Entwicklungsingenieur"): 3,
        _one(Role.BUILDS, "Software Engineer"): 4,
        _one(Role.BUILDS, "DevOps Engineer"): 2,
        Job(Role.WORKS, "Einkäuferin", "Einkäufer"): 5,
        Job(Role.WORKS, "Sachbearbeiterin", "Sachbearbeiter"): 5,
        Job(Role.WORKS, "Vertriebsmitarbeiterin Innendienst", "Vertriebsmitarbeiter Innendienst"): 4,
        Job(Role.WORKS, "Assistentin der Geschäftsleitung", "Assistent der Geschäftsleitung"): 3,
        Job(Role.WORKS, "Controllerin", "Controller"): 3,
        Job(Role.WORKS, "Projektmanagerin", "Projektmanager"): 5,
        _one(Role.WORKS, "Marketing Manager"): 6,
        _one(Role.WORKS, "Referent Digitalisierung (m/w/d)"): 1,
        _one(Role.WORKS, "International Account Manager"): 1,
        Job(Role.STUDIES, "Studentin", "Student"): 3,
        Job(Role.STUDIES, "Praktikantin", "Praktikant"): 2,
        Job(Role.STUDIES, "Werkstudentin Marketing", "Werkstudent Marketing"): 2,
    }
)

ENGLISH_JOBS: Final = spread(
    {
        _one(Role.DECIDES, "CEO"): 5,
        _one(Role.DECIDES, "CTO"): 4,
        _one(Role.DECIDES, "Chief Revenue Officer"): 1,
        _one(Role.DECIDES, "Founder & CEO"): 3,
        _one(Role.DECIDES, "VP Sales"): 3,
        _one(Role.LEADS, "Head of Procurement"): 4,
        _one(Role.LEADS, "Head of IT"): 3,
        _one(Role.LEADS, "Sales Team Lead"): 4,
        _one(Role.LEADS, "Director of Engineering"): 2,
        _one(Role.BUILDS, "Software Developer"): 6,
        _one(Role.BUILDS, "Design Engineer"): 5,
        _one(Role.BUILDS, "Solutions Engineer"): 4,
        _one(Role.WORKS, "Purchasing Officer"): 4,
        _one(Role.WORKS, "Marketing Manager"): 7,
        _one(Role.WORKS, "Business Analyst"): 5,
        _one(Role.WORKS, "Internal Auditor"): 1,
        _one(Role.WORKS, "Project Manager, EMEA"): 4,
        _one(Role.STUDIES, "Student"): 3,
        _one(Role.STUDIES, "Marketing Intern"): 2,
    }
)
