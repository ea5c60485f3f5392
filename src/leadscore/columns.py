"""Names of columns: inside the engine, and in the files that are written.

A table's own cells are called `own:0`, `own:1`, … after their place in the file, because headers may repeat,
be empty, or be named like a column of ours. What rules read is called `<kind>:<field>`, for example
`number:employees`: the value of one field as one kind, null where it is missing or unreadable as that kind.
What is written begins with `lead_`.
"""

from __future__ import annotations

from typing import Final, Literal

Kind = Literal["text", "number", "flag", "day"]

# ---- rows of the inputs
FILE: Final = "row:file"
"""Int32: which of a table's files the record comes from, counted from 0."""
LINE: Final = "row:line"
"""Int64: the line on which the record starts, counted from 1; the header is line 1."""
REJECTED: Final = ("file", "line", "column", "value", "reason", "raw")
"""Columns of the table of rejected records, and of `rejected.csv`; all text but `line`, which is Int64."""

CONTACT: Final = "row:contact"
"""Int64: the place of a contact among the accepted ones, counted from 0."""
ID: Final = "row:id"
"""String: a contact's id, trimmed, as it is shown."""
KEY: Final = "row:key"
"""String: what a contact's id is compared by; of a row of another input, what it finds its contact by."""
EMAIL: Final = "row:email"
"""String: an e-mail address, trimmed, in NFC and lower case."""
AGE: Final = "row:age"
"""Int64: whole days from an activity's local day to the as-of date."""
DAY: Final = "row:day"
"""Date: the as-of date of a row, where several days are looked at together."""
FATE: Final = "row:fate"
"""String: what became of a row that is no contact: one of `FATES`."""
FATES: Final = ("used", "later", "unknown_contact", "repeated", "rejected")

ALIKE: Final = "row:alike"
"""Int64: how many rows that are alike a row stands for; where there is no such column, for itself."""

# ---- what somebody else found out of a row who has seen all rows, where a run sees a part of them
AGAIN: Final = "row:again"
"""Boolean: of those with the same id as this activity or deal, one of another contact counts."""
NAMED_BY_ID: Final = "row:named_by_id"
NAMED_BY_EMAIL: Final = "row:named_by_email"
"""Int64: how many contacts name this one as who referred them, by its id and by its address; null is none."""

# ---- what is known of a contact's activities and deals
NEWEST: Final = "activity:newest"
"""Int64: age of the newest activity; null where there is none."""
OLDEST: Final = "activity:oldest"
"""Int64: age of the oldest activity; null where there is none."""
COUNTED: Final = "activity:counted"
"""Int64: how many activities of the contact were used."""

# ---- channels
CHANNEL: Final = "channel:name"
"""String: the channel of a contact or a cost, as it is written there."""
CHANNEL_KEY: Final = "channel:key"
"""String: what channels are compared by."""
MONTH: Final = "channel:month"
"""String: the month in which a contact was created, or of a cost, as YYYY-MM."""
SPEND: Final = "channel:spend"
"""Int64: what was spent, in thousandths."""
WON: Final = "channel:won"
"""Int64: what a contact has bought, in thousandths."""
PLACE: Final = "channel:place"
"""Int64: the place of a contact's stage in the funnel, counted from 0; -1 for who is in none or disqualified."""
CUSTOMER: Final = "channel:customer"
"""Boolean: the contact is a customer by now."""
REFERRED: Final = "channel:referred"
"""Boolean: somebody else recommended us to the contact."""
REFERRER: Final = "channel:referrer"
"""Int64: `row:contact` of who did, null where that is no contact."""

# ---- accounts
ACCOUNT: Final = "account:key"
"""String: what the company of a contact is compared by; null for none."""
ACCOUNT_NAME: Final = "account:name"
"""String: the company id or domain that says which company it is, as it is written there."""
EMPLOYER: Final = "account:employer"
"""String: the key of the id that the companies say of the company of a contact; null for none."""
EMPLOYER_NAME: Final = "account:employer_name"
"""String: that id as it is written there."""
ENGAGED: Final = "account:engaged"
"""Int64: the engagement of a contact that counts for its company, in tenths; 0 for who is disqualified."""
ACCOUNT_ENGAGEMENT: Final = "account:engagement"
"""Int64: the combined engagement of its company, in tenths."""

DEAL_STATE: Final = "deal:state"
"""String: what a deal is on the as-of date: `open`, `won` or `lost`."""
DEAL_AMOUNT: Final = "deal:amount"
"""Int64: its amount in thousandths; null where there is none."""

# ---- what the last run before this one left of a contact
WAS_STAGE: Final = "was:stage"
"""String: its stage."""
WAS_SINCE: Final = "was:since"
"""Date: the as-of date on which it entered that stage."""
WAS_FURTHEST: Final = "was:furthest"
"""String: the furthest stage that it ever was in, since it was last sent back."""
WAS_RECYCLED_BY: Final = "was:recycled_by"
"""String: id of the recycling that sent it back last, while that lasts."""
WAS_RECYCLED_ON: Final = "was:recycled_on"
"""Date: the as-of date of that."""
FURTHEST: Final = "now:furthest"
RECYCLED_BY: Final = "now:recycled_by"
RECYCLED_ON: Final = "now:recycled_on"
"""The same as it is now."""
MOVED_BY: Final = "now:moved_by"
"""String: what put the contact into its stage: `enter`, `stay`, `min_days`, `forward_only`, `crm_stage`,
`recycle:<id>`, `disqualify:<id>`, or `none` for a contact that is in none."""

# ---- what the contact is, beside its points
DISQUALIFIED: Final = "is:disqualified"
"""Boolean: a disqualification is true of the contact."""
CONSENTS: Final = "is:consenting"
"""Boolean: the contact may be written to."""
TRACK: Final = "nurture:track"
"""Int64: place of the first track that fits the contact, whether it may be written to or not; null for none."""
NEXT_CONTENT: Final = "nurture:next"
"""Int64: place in its track of the content that the contact gets next; null for none."""
CONTENT_DONE: Final = "nurture:done"
"""Int64: how much of the content of its track the contact has taken; null for none."""
FORM_QUESTION: Final = "nurture:question"
"""String: the question that its next form should ask; null for none."""

# ---- written columns
LEAD_SCORE: Final = "lead_score"
LEAD_GRADE: Final = "lead_grade"
LEAD_LIGHT: Final = "lead_light"
LEAD_STAGE: Final = "lead_stage"
LEAD_STAGE_SINCE: Final = "lead_stage_since"
LEAD_PERSONA: Final = "lead_persona"
LEAD_DISQUALIFIED_BY: Final = "lead_disqualified_by"
LEAD_REASONS: Final = "lead_reasons"
LEAD_QUALIFICATION: Final = "lead_qualification"
LEAD_NEXT_QUESTION: Final = "lead_next_question"
LEAD_OWNER: Final = "lead_owner"
LEAD_TRACK: Final = "lead_track"
LEAD_NEXT_CONTENT: Final = "lead_next_content"
LEAD_AS_OF: Final = "lead_as_of"
LEAD_RANK: Final = "lead_rank"
LAST_ACTIVITY: Final = "last_activity"
CONTENT_TAKEN: Final = "content_taken"
PAGES_READ: Final = "pages_read"
HANDOFF_SINCE: Final = "handoff_since"
HANDOFF_NEW: Final = "handoff_new"
HANDOFF_DUE: Final = "handoff_due"
HANDOFF_ANSWER: Final = "handoff_answer"
WAITING_PLACE: Final = "waiting_place"
WAITING_WHY: Final = "waiting_why"

FIXED: Final = (
    LEAD_SCORE,
    LEAD_GRADE,
    LEAD_LIGHT,
    LEAD_STAGE,
    LEAD_STAGE_SINCE,
    LEAD_PERSONA,
    LEAD_DISQUALIFIED_BY,
    LEAD_REASONS,
    LEAD_QUALIFICATION,
    LEAD_NEXT_QUESTION,
    LEAD_OWNER,
    LEAD_TRACK,
    LEAD_NEXT_CONTENT,
    LEAD_AS_OF,
)
"""Written columns whose names do not depend on the rules."""

DISQUALIFIED_STAGE: Final = "disqualified"
"""The stage of a disqualified contact."""
ONLY_STAGE: Final = "lead"
"""The stage of everybody where the rules name none."""


def own(position: int) -> str:
    """Return the name of a table's own column at this place, counted from 0."""
    return f"own:{position}"


def taken(number: int) -> str:
    """Return the name of the Boolean column that says whether the contact has taken some content of a track."""
    return f"taken:{number}"


def typed(kind: Kind, field: str) -> str:
    """Return the name of the column that holds `field` as `kind`."""
    return f"{kind}:{field}"


def holds(rule: str) -> str:
    """Return the name of the Boolean column that says whether a rule's condition is true; null is unknown."""
    return f"holds:{rule}"


def undecided(rule: str) -> str:
    """Return the name of the Boolean column that says whether what a rule reads is missing or unreadable."""
    return f"undecided:{rule}"


def count(rule: str) -> str:
    """Return the name of the column with the number of activities that count for a rule."""
    return f"count:{rule}"


def weight(rule: str) -> str:
    """Return the name of the column with the sum of their weights, in millionths."""
    return f"weight:{rule}"


def newest(rule: str) -> str:
    """Return the name of the column with the age of the newest activity that counts for a rule, null for none."""
    return f"newest:{rule}"


def points(rule: str) -> str:
    """Return the name of the column with a rule's points, in thousandths, after decay and its own `max`."""
    return f"points:{rule}"


def grouped(score: str, group: str) -> str:
    """Return the name of the column with the points of a group's rules, in thousandths, within the group's limits."""
    return f"group:{score}:{group}"


def total(score: str) -> str:
    """Return the name of the column with the points of a score with rules, in thousandths, within its limits."""
    return f"total:{score}"


def tenths(score: str) -> str:
    """Return the name of the column with a displayed score, in tenths."""
    return f"tenths:{score}"


def low(score: str) -> str:
    """Return the name of the column with the least a score could be, in tenths."""
    return f"low:{score}"


def high(score: str) -> str:
    """Return the name of the column with the most a score could be, in tenths."""
    return f"high:{score}"


def momentum(score: str) -> str:
    """Return the name of the column with what a displayed score has gained since an earlier day, in tenths."""
    return f"momentum:{score}"


def earlier(score: str) -> str:
    """Return the name of the column with what was displayed of a score on that earlier day, in tenths."""
    return f"earlier:{score}"


def then(days: int, column: str) -> str:
    """Return the name of a column as it was so many days before the as-of date."""
    return f"then:{days}:{column}"


def reached(stage: str) -> str:
    """Return the name of the column with how many contacts reached a stage."""
    return f"reached_{stage}"


def lead(score: str, main: str) -> str:
    """Return the name under which a score is written; the main one is `lead_score`."""
    return LEAD_SCORE if score == main else f"lead_{score}"


def lead_low(score: str, main: str) -> str:
    """Return the name under which the least that a score could be is written."""
    return f"{lead(score, main)}_low"


def lead_high(score: str, main: str) -> str:
    """Return the name under which the most that a score could be is written."""
    return f"{lead(score, main)}_high"


def lead_momentum(score: str, main: str) -> str:
    """Return the name under which what a score has gained is written."""
    return f"{lead(score, main)}_momentum"
