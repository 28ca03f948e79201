"""The nouns: documents, the form, reports, findings, reviews. Pydantic, frozen, no behaviour beyond themselves."""

from reviewer.model.answer import (
    Answer,
    AnswerStatus,
    Citation,
    Dossier,
    Figure,
    FindingRef,
    IdentityRef,
    RuleRef,
    RuleText,
    Topic,
    Which,
)  # fmt: skip
from reviewer.model.base import Box, Frozen, Notice
from reviewer.model.comparison import CellChange, Comparison, SentenceChange, Version
from reviewer.model.document import Block, Cell, Document, Grid, PageSize, Paragraph, Place
from reviewer.model.evidence import CellRef, Evidence, TextSpan
from reviewer.model.finding import Finding, Outcome, Severity, Status, Waived, fingerprint
from reviewer.model.form import CellSpec, Form, FormBlock, FormSection, FormTable, Group, Item, form_for, load_forms
from reviewer.model.report import AnnualReport, Claim, Fact, Identity, Section, State, TableReading
from reviewer.model.review import SCHEMA_VERSION, Dropped, ModelUse, PromptUse, Review, ReviewStatus, verdict_of
from reviewer.model.season import (
    Agency,
    AgencyKind,
    Checkpoint,
    Counts,
    Decision,
    Entry,
    Mark,
    Note,
    SeasonFinding,
    SeasonInfo,
    SeasonOutcome,
    Source,
    Submission,
    SubmissionState,
)
from reviewer.model.season_view import SeasonAnswer, SeasonCite, SeasonRow, SeasonTable, SeasonView
from reviewer.model.text import Folded, bare, fold, folded, mend_characters

__all__ = [
    "SCHEMA_VERSION", "Agency", "AgencyKind", "AnnualReport", "Answer", "AnswerStatus", "Block", "Box", "Cell", "CellChange", "CellRef", "CellSpec", "Checkpoint", "Citation", "Claim", "Comparison", "Counts", "Decision", "Document", "Dossier", "Dropped", "Entry", "Evidence", "Fact", "Figure", "Finding", "FindingRef", "Folded", "Form", "FormBlock", "FormSection", "FormTable", "Frozen", "Grid", "Group", "Identity", "IdentityRef", "Item", "Mark", "ModelUse", "Note", "Notice", "Outcome", "PageSize", "Paragraph", "Place", "PromptUse", "Review", "ReviewStatus", "RuleRef", "RuleText", "SeasonAnswer", "SeasonCite", "SeasonFinding", "SeasonInfo", "SeasonOutcome", "SeasonRow", "SeasonTable", "SeasonView", "Section", "SentenceChange", "Severity", "Source", "State", "Status", "Submission", "SubmissionState", "TableReading", "TextSpan", "Topic", "Version", "Waived", "Which", "bare", "fingerprint", "fold", "folded", "form_for", "load_forms", "mend_characters", "verdict_of",
]  # fmt: skip
