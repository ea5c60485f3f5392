from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from leadscore.crm.headers import ANY, FIELDS, NO_FIELD, SYSTEMS, entries, fold, recognise
from leadscore.schema.fields import field_name

if TYPE_CHECKING:
    from leadscore.schema.model import InputName


@dataclass(frozen=True)
class Case:
    """A header row of an export, and what it is read as."""

    system: str
    input: InputName
    header: tuple[str, ...]
    fields: dict[str, str]


def case(system: str, name: InputName, row: str) -> Case:
    """Return a case from cells between `, `, each followed by ` > ` and the field that it is, if it is one."""
    cells = [cell.partition(" > ") for cell in row.split(", ")]
    return Case(
        system,
        name,
        tuple(title for title, _, _ in cells),
        {field: title for title, _, field in cells if field},
    )


CASES = [
    case(
        "hubspot",
        "contacts",
        "Record ID > contact_id, First Name > first_name, Last Name > last_name, Email > email, Phone Number > phone, Contact owner > owner, Primary Associated Company ID > company_id, Last Activity Date, Lead Status > lead_status, Marketing contact status, Create Date > created_at, Associated Company > company",
    ),
    case(
        "hubspot",
        "contacts",
        "Record ID > contact_id, First Name > first_name, Last Name > last_name, Email > email, Phone Number > phone, Lead Status > lead_status, Favorite Content Topics, Preferred channels, Create Date > created_at, Record ID - Company > company_id, Company name > company, City > city, Industry > industry",
    ),
    case(
        "hubspot",
        "contacts",
        "Record ID > contact_id, First Name > first_name, Last Name > last_name, Email > email, Phone Number > phone, Contact owner > owner, Lead Status > lead_status, Create Date > created_at, Last Modified Date, Contact Type, Lifecycle Stage > lifecycle_stage, Lead Source, Next appointment date, Associated Deal, Associated Company > company, Associated Deal IDs, Original Source > channel, Original Source Drill-Down 1, Number of Associated Deals",
    ),
    case(
        "hubspot",
        "contacts",
        "Vorname > first_name, Nachname > last_name, E-Mail > email, Jobbezeichnung > job_title, Branche > industry, Lifecycle Phase > lifecycle_stage, Leadstatus > lead_status, Für Kontakt zuständiger Mitarbeiter > owner",
    ),
    case(
        "hubspot",
        "contacts",
        "Datensatz-ID > contact_id, Vorname > first_name, Nachname > last_name, E-Mail > email, Telefonnummer > phone, Unternehmensname > company, Erstellungsdatum > created_at, Datum der letzten Aktivität, Marketingkontaktstatus, Land/Region > country",
    ),
    case(
        "hubspot",
        "contacts",
        "property_email > email, property_createdate > created_at, property_jobtitle > job_title, property_annualrevenue > revenue, property_numemployees > employees, property_hs_lead_status > lead_status",
    ),
    case(
        "hubspot",
        "deals",
        "Record ID > deal_id, Deal Name, Deal Stage > stage, Pipeline, Amount > amount, Close Date > closed_at, Deal owner, Associated Company IDs, Associated Contact IDs > contact_id, Lead source, Date entered current stage",
    ),
    case(
        "hubspot",
        "activities",
        "Recipient > email, Event type > type, Event date > occurred_at, Email name > asset",
    ),
    case(
        "hubspot",
        "activities",
        "Record ID > activity_id, Call Title, Activity date > occurred_at, Call outcome, Call duration, Call direction, Activity assigned to, Associated Contact > contact_name",
    ),
    case(
        "salesforce",
        "contacts",
        "Lead Owner > owner, Lead Status > lead_status, Create Date > created_at, Last Activity, First Name > first_name, Last Name > last_name, Company / Account > company, Email > email, Phone > phone, State, Title > job_title, Lead Source > channel, Rating, Industry > industry, No. of Employees > employees, Annual Revenue > revenue",
    ),
    case(
        "salesforce",
        "contacts",
        "Lead Source > channel, First Name > first_name, Last Name > last_name, Email > email, Phone > phone, Lead Status > lead_status, Owner Alias > owner, Created Date > created_at",
    ),
    case(
        "salesforce",
        "contacts",
        "Lead-ID > contact_id, Firma/Account > company, Vorname > first_name, Nachname > last_name, Lead-Quelle > channel, Lead-Status > lead_status, Lead-Inhaber > owner, Erstelldatum > created_at, Letzte Aktivität, Zuletzt geändert am, Konvertierungsdatum, Opportunity-ID, Opportunity-Name",
    ),
    case(
        "salesforce",
        "contacts",
        "Id > contact_id, IsDeleted, MasterRecordId, LastName > last_name, FirstName > first_name, Salutation, Title > job_title, Company > company, Street, City > city, State, PostalCode, Country > country, Phone > phone, MobilePhone, Email > email, Website, LeadSource > channel, Status > lead_status, Industry > industry, Rating, AnnualRevenue > revenue, NumberOfEmployees > employees, OwnerId, HasOptedOutOfEmail, IsConverted, ConvertedDate, CreatedDate > created_at, LastModifiedDate, LastActivityDate",
    ),
    case(
        "salesforce",
        "contacts",
        "Prospect Id > contact_id, First Name > first_name, Last Name > last_name, Email > email, Company > company, Job Title > job_title, Score, Grade, Campaign, Assigned User > owner, Created Date > created_at, Last Activity At, Opted Out, Do Not Email",
    ),
    case(
        "salesforce",
        "deals",
        "Opportunity-ID > deal_id, Opportunity-Name, Nächster Schritt, Schlusstermin > closed_at, Letzte Aktivität, Phase > stage, Wahrscheinlichkeit (%), Lead-Quelle, Erstelldatum > created_at, Opportunity-Inhaber, Alter (Tage), Kundennummer",
    ),
    case(
        "salesforce",
        "deals",
        "Opportunity ID > deal_id, Opportunity Name, Account Name > company, Stage > stage, Amount > amount, Close Date > closed_at, Created Date > created_at, Primary Contact > contact_name",
    ),
    case(
        "salesforce",
        "deals",
        "Id > deal_id, Name, StageName > stage, Amount > amount, CloseDate > closed_at, ContactId > contact_id, CreatedDate > created_at",
    ),
    case(
        "salesforce",
        "activities",
        "Id > activity_id, WhoId > contact_id, WhatId, Subject, ActivityDate > occurred_at, Status, Priority, Description, Type > type, TaskSubtype, OwnerId",
    ),
    case(
        "salesforce",
        "activities",
        "Id > activity_id, Subject, StartDateTime > occurred_at, EndDateTime, ActivityDate, ActivityDateTime, DurationInMinutes, WhatId, WhoId > contact_id, OwnerId",
    ),
    case(
        "salesforce",
        "activities",
        "CampaignId > asset, LeadId, ContactId > contact_id, Status > type, HasResponded, FirstRespondedDate > occurred_at",
    ),
    case(
        "salesforce",
        "activities",
        "id > activity_id, prospect_id > contact_id, type > type, type_name, details > asset, campaign_id, created_at > occurred_at",
    ),
    case(
        "pipedrive",
        "contacts",
        "ID > contact_id, Name > full_name, First name > first_name, Last name > last_name, Organization > company, Email - Work > email, Email - Home, Email - Other, Phone - Work > phone, Phone - Mobile, Phone - Home, Phone - Other, Job title > job_title, Owner > owner, Notes, Open deals, Won deals, Lost deals, Email messages count, Last email sent, Last email received",
    ),
    case(
        "pipedrive",
        "contacts",
        "Person - ID > contact_id, Person - Name > full_name, Person - First name > first_name, Person - Last name > last_name, Person - Organization > company, Person - Email - Work > email, Person - Email - Home, Person - Email - Other, Person - Phone - Work > phone, Person - Phone - Mobile, Person - Phone - Home, Person - Phone - Other, Person - Job title > job_title, Person - Owner > owner, Person - Notes, Person - Open deals, Person - Won deals, Person - Lost deals, Person - Email messages count, Person - Last email sent, Person - Last email received, Organization - Name, Organization - Address",
    ),
    case(
        "pipedrive",
        "contacts",
        "Person - Name > full_name, Person - Email > email, Organization - Name > company, Person - Last activity date",
    ),
    case(
        "pipedrive",
        "deals",
        "ID > deal_id, Title, Value > amount, Stage > stage, Status > status, Organization > company, Contact person > contact_name, Owner, Expected close date, Deal created > created_at, Won time > closed_at, Lost time, Lost reason, Label, Email messages count",
    ),
    case(
        "pipedrive",
        "deals",
        "Deal - ID > deal_id, Deal - Title, Deal - Value > amount, Deal - Stage > stage, Deal - Status > status, Deal - Organization > company, Deal - Contact person > contact_name, Deal - Owner, Deal - Expected close date, Deal - Deal created > created_at, Deal - Won time > closed_at, Deal - Lost time, Deal - Lost reason, Deal - Label, Deal - Email messages count",
    ),
    case(
        "pipedrive",
        "deals",
        "Deal - Title, Deal - Value > amount, Deal - Currency of value, Deal - Stage > stage, Deal - Status > status, Deal - Won time > closed_at, Deal - Lost time, Deal - Lost reason",
    ),
    case(
        "pipedrive",
        "activities",
        "ID > activity_id, Subject, Type > type, Deal, Deal ID, Organization > company, Contact person > contact_name, Note, Due date, Due time, Done > done, Marked as done time > occurred_at, Assigned to user, Creator, Add time",
    ),
    case(
        "pipedrive",
        "activities",
        "Activity - ID > activity_id, Activity - Subject, Activity - Type > type, Activity - Due date > occurred_at, Activity - Note, Activity - Assigned to user, Activity - Organization > company, Activity - Deal, Activity - Contact person > contact_name, Activity - Add time, Activity - Update time",
    ),
    case(
        "pipedrive",
        "activities",
        "Activity - Subject, Activity - Type > type, Activity - Due date > occurred_at, Activity - Due time, Activity - Done > done, Activity - Note, Person - Name > contact_name, Person - Email > email, Organization - Name > company",
    ),
    case(
        "pipedrive",
        "activities",
        "ID > activity_id, Content (HTML), Deal ID, Deal title, Organization > company, Contact person > contact_name, User, Add time > occurred_at, Update time, Note is pinned to deal (yes)",
    ),
    case(
        "zoho",
        "contacts",
        "Record Id > contact_id, Lead Owner.id, Lead Owner > owner, Is Converted, Company > company, First Name > first_name, Last Name > last_name, Email > email, Phone > phone, Mobile, Lead Source > channel, Lead Status > lead_status, Created By.id, Created By, Modified By.id, Modified By, Created Time > created_at, Modified Time, Lead Name > full_name, Street, City > city, State, Zip Code, Email Opt Out, Salutation, Last Activity Time, Tag, Days Visited, Referrer, Visitor Score, Data Source, Converted Contact.id, Converted Contact",
    ),
    case(
        "zoho",
        "contacts",
        "Record Id > contact_id, Contact Owner.id, Contact Owner > owner, Lead Source > channel, First Name > first_name, Last Name > last_name, Email > email, Title > job_title, Phone > phone, Fax, Mobile, Date of Birth, Created By.id, Contact Name > full_name, Mailing Street, Mailing City > city, Mailing State, Mailing Zip, Email Opt Out, Salutation, Secondary Email, Currency, Exchange Rate, Last Activity Time",
    ),
    case(
        "zoho",
        "contacts",
        "LEADID > contact_id, Last Name > last_name, Company > company, Lead Owner > owner, Email > email, Mobile > phone, Website, Industry > industry, Lead Source > channel, Lead Status > lead_status, Created Time > created_at, CONVERTED",
    ),
    case(
        "zoho",
        "deals",
        "Deal Id > deal_id, Deal Owner.id, Deal Owner, Deal Name, Company Name.id, Company Name > company, Contact Name.id > contact_id, Contact Name > contact_name, Amount > amount, Stage > stage, Closing Date > closed_at",
    ),
    case(
        "zoho",
        "activities",
        "Record Id > activity_id, Call Type > type, Contact Name.id > contact_id, Subject, Call Start Time > occurred_at, Call Duration (in seconds), Caller ID, Dialled Number, Call Owner.id, Description, Created Time",
    ),
    case(
        "zoho",
        "activities",
        "Record Id > activity_id, Subject, Status, Priority, Due Date, Related To.id > contact_id, Related To Module, Task Owner.id, Closed Time > occurred_at, Created Time, Modified Time",
    ),
    case(
        "zoho",
        "activities",
        "Record Id > activity_id, Record Name.id > contact_id, Module, Subject, To, Sender, Status, No. of Opens, First Opened, Last Opened, Sent Time > occurred_at",
    ),
    case(
        "zoho",
        "activities",
        "Record Id > activity_id, Campaign.id > asset, Lead.id > contact_id, Member Status > type, Created Time > occurred_at",
    ),
    case(
        "",
        "costs",
        "Record Id, Campaign Name > channel, Type, Status, Start Date, End Date, Budgeted Cost, Actual Cost > spend",
    ),
    case(
        "dynamics",
        "contacts",
        "(Do Not Modify) Lead > contact_id, (Do Not Modify) Row Checksum, (Do Not Modify) Modified On, Subject, First Name > first_name, Last Name > last_name, Job Title > job_title, Company Name > company, Email > email, Business Phone > phone, Country > country, State or Province, Description, Lead Source > channel, Rating, Source Campaign, Allow Marketing Communication",
    ),
    case(
        "dynamics",
        "contacts",
        "(Do Not Modify) Lead > contact_id, (Do Not Modify) Row Checksum, (Do Not Modify) Modified On, Business Name > company, Street 1, Street 2, City > city, State, Zip Code, Lead Source > channel, Rating, Employees > employees, Industry > industry, First Name > first_name, Last Name > last_name, Phone Number > phone, Email Address > email, Job Title > job_title, SIC Code",
    ),
    case(
        "dynamics",
        "contacts",
        "(Do Not Modify) Lead > contact_id, (Do Not Modify) Row Checksum, (Do Not Modify) Modified On, Name > full_name, Topic, Status Reason > lead_status, Created On > created_at, Lead Score, Lead Grade, Lead Score Trend",
    ),
    case(
        "dynamics",
        "contacts",
        "(Nicht ändern) Lead > contact_id, (Nicht ändern) Zeilenprüfsumme, Vorname > first_name, Nachname > last_name, Firmenname > company, Statusgrund > lead_status, Erstellt am > created_at",
    ),
    case(
        "dynamics",
        "activities",
        "(Do Not Modify) Activity > activity_id, Subject, Regarding > contact_name, Activity Type > type, Activity Status, Owner, Priority, Start Date > occurred_at, Due Date, Created On",
    ),
    case(
        "dynamics",
        "deals",
        "(Do Not Modify) Opportunity > deal_id, Topic, Potential Customer, Est. Close Date > closed_at, Est. Revenue > amount, Contact > contact_name, Account > company, Pipeline Phase > stage, Status > status, Status Reason, Created On > created_at",
    ),
    case(
        "mautic",
        "contacts",
        "id > contact_id, title, firstname > first_name, lastname > last_name, company > company, position > job_title, email > email, mobile, phone > phone, points, fax, address1, address2, city > city, state, zipcode, country > country, preferred_locale, timezone, last_active, attribution_date, attribution, website, facebook, stage > lifecycle_stage",
    ),
    case(
        "mautic",
        "companies",
        "companyname > company, companyemail, companyphone, companywebsite > domain, companyaddress1, companycity, companystate, companyzipcode, companycountry > country, companynumber_of_employees > employees, companyannual_revenue > revenue, companyindustry > industry, companydescription",
    ),
    case(
        "mautic",
        "activities",
        "contact_id > contact_id, type > type, event_name > asset, action_name, delta, date_added > occurred_at",
    ),
    case(
        "odoo",
        "contacts",
        "External ID > contact_id, Opportunity, Type, Salesperson > owner, Sales Team, Contact Name > full_name, Company Name > company, Job Position > job_title, Title, Email > email, Phone > phone, Mobile, Website, Language, Street, Zip, City > city, State, Country > country, Stage > lifecycle_stage, Priority, Tags, Expected Revenue, Probability, Lost Reason > rejected_reason, Closed Date, Expected Closing, Referred By > referred_by, Notes, Active, Campaign, Medium, Source > channel, Created on > created_at, Last Updated on",
    ),
    case(
        "odoo",
        "contacts",
        "id > contact_id, name, user_id > owner, team_id, contact_name > full_name, partner_name > company, email_from > email, function > job_title, stage_id > lifecycle_stage, tag_ids, probability, date_open, date_closed, create_date > created_at",
    ),
    case(
        "odoo",
        "deals",
        "External ID > deal_id, Opportunity, Salesperson, Contact Name > contact_name, Company Name > company, Email > email, Phone, Stage > stage, Expected Revenue > amount, Probability, Closed Date > closed_at, Expected Closing, Created on > created_at",
    ),
    case("odoo", "activities", "Activity Type > type, Summary, Due Date, Assigned to, Date > occurred_at"),
    case(
        "espocrm",
        "contacts",
        "id > contact_id, name > full_name, salutationName, firstName > first_name, lastName > last_name, title > job_title, status > lead_status, source > channel, industry > industry, opportunityAmount, opportunityAmountCurrency, website, addressStreet, addressCity > city, addressState, addressCountry > country, addressPostalCode, emailAddress > email, phoneNumber > phone, doNotCall > do_not_call, description, convertedAt, createdAt > created_at, modifiedAt, accountName > company, assignedUserId, assignedUserName > owner",
    ),
    case(
        "espocrm",
        "contacts",
        "Vorname > first_name, Nachname > last_name, Anrede, Funktion > job_title, E-Mail > email, Telefon > phone, Firmenname > company, Quelle > channel, Branche > industry, Status > lead_status, Erstellt am > created_at, Geändert am, Zugewiesener Benutzer > owner, Konvertiert am",
    ),
    case(
        "suitecrm",
        "contacts",
        "First Name > first_name, Last Name > last_name, ID > contact_id, Salutation, Job Title > job_title, Department, Account Name > company, Email Address > email, Mobile > phone, Status > lead_status, Lead Source > channel, Description, Converted, Opportunity Name, Opportunity Amount, Referred By > referred_by, Campaign ID, Do Not Call > do_not_call, Assigned to > owner, Date Created > created_at, Date Modified, Deleted",
    ),
    case(
        "facebook",
        "contacts",
        "id > contact_id, created_time > created_at, ad_name, adset_name, campaign_name, form_name, is_organic, platform > channel, full_name > full_name, email > email, phone_number > phone",
    ),
    case(
        "",
        "contacts",
        "Kundennummer > contact_id, Vorname > first_name, Nachname > last_name, E-Mail-Adresse > email, Unternehmen > company, Jobtitel > job_title, Mitarbeiter > employees, Umsatz > revenue, Land > country",
    ),
    case("", "activities", "Kundennummer > contact_id, Ereignis > type, Zeitpunkt > occurred_at"),
    case(
        "", "deals", "Kundennummer > contact_id, Phase > stage, Betrag > amount, Abschlussdatum > closed_at"
    ),
    case("", "costs", "Kanal > channel, Monat > period, Kosten > spend"),
]


@pytest.mark.parametrize("known", CASES, ids=lambda known: f"{known.system}-{known.input}-{known.header[1]}")
def test_exports_as_systems_write_them(known: Case) -> None:
    found = recognise(known.input, known.header)
    titles = {field: [known.header[place] for place in places] for field, places in found.candidates.items()}
    assert titles == {field: [title] for field, title in known.fields.items()}
    assert found.system == known.system


@pytest.mark.parametrize(
    "known", [known for known in CASES if known.system], ids=lambda known: known.header[1]
)
def test_the_profile_of_the_system_reads_the_same(known: Case) -> None:
    found = recognise(known.input, known.header, known.system)
    detected = recognise(known.input, known.header)
    assert {field: found.candidates.get(field) for field in detected.candidates} == detected.candidates


def test_no_system_has_two_entries_for_one_header() -> None:
    counts = Counter((entry.system, entry.input, fold(entry.header)) for entry in entries())
    assert [key for key, count in counts.items() if count > 1] == []


def test_entries_are_of_known_systems_inputs_and_fields() -> None:
    for entry in entries():
        assert entry.system in {*SYSTEMS, ANY}, entry
        assert entry.language in {"en", "de", "api"}, entry
        assert entry.input in FIELDS, entry
        assert entry.rank in {1, 2, 3}, entry
        assert fold(entry.header), entry
        assert entry.field == NO_FIELD or entry.field in {
            field for name, field in _fields() if name == entry.input
        }


def test_no_entry_reads_the_name_of_a_field_as_anything_else() -> None:
    names = set(_fields())
    for entry in entries():
        own = field_name(entry.header)
        if (entry.input, own) in names:
            assert (entry.field, entry.rank) == (own, 1), entry
            assert entry.system != ANY, entry


def _fields() -> list[tuple[str, str]]:
    return [(name, field) for name, fields in FIELDS.items() for field in fields]


def test_opting_out_is_not_consent() -> None:
    header = (
        "Email Opt Out",
        "HasOptedOutOfEmail",
        "Unsubscribed from all email",
        "Opted Out",
        "Do Not Email",
    )
    assert recognise("contacts", header).candidates == {}


ODOO = ("Contact Name", "Job Position", "Title", "Salesperson", "Email")
ZOHO = ("Record Id", "Lead Owner", "Company", "Title", "Email", "Created Time")
SALESFORCE = ("Lead ID", "Company / Account", "Title", "Lead Owner", "Created Date")


@pytest.mark.parametrize(
    ("header", "title"), [(ODOO, "Job Position"), (ZOHO, "Title"), (SALESFORCE, "Title")]
)
def test_a_title_is_a_job_or_a_form_of_address(header: tuple[str, ...], title: str) -> None:
    assert recognise("contacts", header).candidates["job_title"] == (header.index(title),)


def test_a_form_of_address_is_no_job_even_where_nothing_else_is() -> None:
    header = ("id", "title", "firstname", "lastname", "points", "email")
    assert "job_title" not in recognise("contacts", header).candidates


def test_names_of_fields_count_in_every_export_and_profile() -> None:
    header = ("contact_id", "Job Title", "LEAD STATUS", "company")
    expected = {"contact_id": (0,), "job_title": (1,), "lead_status": (2,), "company": (3,)}
    for profile in (None, *SYSTEMS):
        assert recognise("contacts", header, profile).candidates == expected


def test_a_profile_knows_the_headers_of_its_system_only() -> None:
    header = ("Prospect Id", "Vorname", "Lead Owner")
    assert recognise("contacts", header, "salesforce").candidates == {
        "contact_id": (0,),
        "first_name": (1,),
        "owner": (2,),
    }
    found = recognise("contacts", header, "mautic")
    assert found.system == "mautic"
    assert found.candidates == {"first_name": (1,)}


@pytest.mark.parametrize(
    "spelling", ["Letzte_Größe", "letzte groesse", "LETZTE-GRÖSSE", "Letzte Gro\u0308ße"]
)
def test_umlauts_are_compared_as_they_are_spelled_out(spelling: str) -> None:
    assert fold(spelling) == "letztegroesse"


@pytest.mark.parametrize(
    "title",
    [
        "Für Kontakt zuständiger Mitarbeiter",
        "Fuer Kontakt zustaendiger Mitarbeiter",
        "FU\u0308R KONTAKT ZUSTA\u0308NDIGER MITARBEITER",
    ],
)
def test_headers_with_umlauts(title: str) -> None:
    assert recognise("contacts", (title,)).candidates == {"owner": (0,)}


@pytest.mark.parametrize(
    ("name", "title", "field"),
    [
        ("contacts", "Person - Name*", "full_name"),
        ("contacts", "person - job title", "job_title"),
        ("contacts", "property_createdate", "created_at"),
        ("contacts", "(Do Not Modify) Contact", "contact_id"),
        ("contacts", "(Nicht ändern) Erstellt am", "created_at"),
        ("deals", "Deal - Value", "amount"),
        ("activities", "Activity - Due date", "occurred_at"),
        ("companies", "Organization - Name", "company"),
        ("contacts", "Compañy Námé", "company"),
    ],
)
def test_what_systems_put_around_a_header_does_not_matter(name: InputName, title: str, field: str) -> None:
    assert recognise(name, (title,)).candidates == {field: (0,)}


def test_two_columns_of_the_same_rank_are_both_named() -> None:
    header = ("Email - Home", "Email", "Email - Work")
    assert recognise("contacts", header, "pipedrive").candidates == {"email": (1, 2)}


def test_what_stands_in_counts_only_without_a_better_column() -> None:
    assert recognise("contacts", ("Mobile", "Phone")).candidates == {"phone": (1,)}
    assert recognise("contacts", ("Mobile", "Fax")).candidates == {"phone": (0,)}


def test_a_system_is_clear_from_three_columns_of_its_own_on() -> None:
    assert recognise("contacts", ("Contact owner", "Associated Company")).system == ""
    assert recognise("contacts", ("Contact owner", "Associated Company", "Record ID")).system == "hubspot"


def test_a_system_is_not_clear_where_two_know_as_many_columns() -> None:
    assert recognise("contacts", ("First Name", "Last Name", "Email")).system == ""


def test_nothing_is_recognised_in_headers_without_letters() -> None:
    assert recognise("contacts", ("", "%", "(Do Not Modify)")).candidates == {}


def test_headers_of_other_systems_stand_back() -> None:
    header = ("Record ID", "Contact owner", "Create Date", "Associated Company", "firma/account")
    found = recognise("contacts", header)
    assert found.system == "hubspot"
    assert found.candidates["company"] == (3,)
