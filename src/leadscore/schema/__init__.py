"""The rules file: its models, how it is loaded, and what can be wrong with it.

`load_rules` reads a file and the lists it names: YAML text → `document` (plain data with places) → `validation`
(models) → `check` (the file as a whole). What is wrong anywhere on the way is collected and reported at once.
"""

from __future__ import annotations

from leadscore.schema.conditions import AllOf, AnyOf, Condition, FieldTest, Negation, Node, field_tests
from leadscore.schema.fields import COMPUTED, FieldInfo, Step, field_info, field_name
from leadscore.schema.lists import ListFile
from leadscore.schema.load import RulesFile, load_rules, parse_rules
from leadscore.schema.model import (
    Axis,
    Disqualification,
    Example,
    Grade,
    Handoff,
    InputName,
    Lights,
    Persona,
    Question,
    Rules,
    Source,
    Stage,
)
from leadscore.schema.operators import OPERATORS, Operator, kind_of
from leadscore.schema.scores import (
    ActivityRule,
    BandRule,
    CombinedScore,
    ContactRule,
    Decay,
    Group,
    HalfLife,
    Linear,
    LookupRule,
    NoDecay,
    QuietRule,
    Rule,
    RuledScore,
    WhenRule,
)
from leadscore.schema.types import Scalar
from leadscore.schema.uses import ConditionUse, FieldUse, condition_uses, field_uses, inputs_needed

__all__ = [
    "COMPUTED",
    "OPERATORS",
    "ActivityRule",
    "AllOf",
    "AnyOf",
    "Axis",
    "BandRule",
    "CombinedScore",
    "Condition",
    "ConditionUse",
    "ContactRule",
    "Decay",
    "Disqualification",
    "Example",
    "FieldInfo",
    "FieldTest",
    "FieldUse",
    "Grade",
    "Group",
    "HalfLife",
    "Handoff",
    "InputName",
    "Lights",
    "Linear",
    "ListFile",
    "LookupRule",
    "Negation",
    "NoDecay",
    "Node",
    "Operator",
    "Persona",
    "Question",
    "QuietRule",
    "Rule",
    "RuledScore",
    "Rules",
    "RulesFile",
    "Scalar",
    "Source",
    "Stage",
    "Step",
    "WhenRule",
    "condition_uses",
    "field_info",
    "field_name",
    "field_tests",
    "field_uses",
    "inputs_needed",
    "kind_of",
    "load_rules",
    "parse_rules",
]
