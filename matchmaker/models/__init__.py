"""What is stored, and what each thing knows about itself."""

from matchmaker.models import journal, triggers
from matchmaker.models.account import Account, Membership, Role
from matchmaker.models.company import Company, CompanyCpv, Contact, CpvOrigin, Group, Presence, SizeClass
from matchmaker.models.desk import Desk, Directorate, Seat, Sitting, Table, TableClosure
from matchmaker.models.draft import (
    DraftStep,
    Happened,
    Happening,
    LateWay,
    Review,
    StepDeed,
    Verdict,
)
from matchmaker.models.draw import Draw, DrawRank
from matchmaker.models.fair import (
    CharterVersion,
    Fair,
    Grid,
    Organisation,
    Policy,
    ProgrammeItem,
    RulesVersion,
    Slot,
)
from matchmaker.models.imported import Import, ImportKind, ImportLine
from matchmaker.models.journal import JournalEntry
from matchmaker.models.meeting import EndedWhy, Meeting
from matchmaker.models.message import Message
from matchmaker.models.need import Need, NeedStage, NeedVersion, Procedure, Question
from matchmaker.models.nomenclature import CpvCode, NafCode, Sector
from matchmaker.models.schedule import Run, Schedule, Scope
from matchmaker.models.wish import Answer, AnswerKind, Refusal, Signal, Wish

__all__ = [
    "Account",
    "Answer",
    "AnswerKind",
    "CharterVersion",
    "Company",
    "CompanyCpv",
    "Contact",
    "CpvCode",
    "CpvOrigin",
    "Desk",
    "Directorate",
    "DraftStep",
    "Draw",
    "DrawRank",
    "EndedWhy",
    "Fair",
    "Grid",
    "Group",
    "Happened",
    "Happening",
    "Import",
    "ImportKind",
    "ImportLine",
    "JournalEntry",
    "LateWay",
    "Meeting",
    "Membership",
    "Message",
    "NafCode",
    "Need",
    "NeedStage",
    "NeedVersion",
    "Organisation",
    "Policy",
    "Presence",
    "Procedure",
    "ProgrammeItem",
    "Question",
    "Refusal",
    "Review",
    "Role",
    "RulesVersion",
    "Run",
    "Schedule",
    "Scope",
    "Seat",
    "Sector",
    "Signal",
    "Sitting",
    "SizeClass",
    "Slot",
    "StepDeed",
    "Table",
    "TableClosure",
    "Verdict",
    "Wish",
    "journal",
    "triggers",
]
