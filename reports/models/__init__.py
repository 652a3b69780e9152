from .figures import FiguresImport
from .findings import (
    SETTLED,
    WITH_CLERK,
    BulkSettlement,
    Decision,
    Explanation,
    ExplanationCause,
    FixedFinding,
    RuleSwitch,
    Settlement,
    StoredFinding,
)
from .handing_on import Inspection, PublishedAddress, SiteProfile
from .history import CellChange, ChangeSource, Move, Snapshot, Transition
from .imports import ImportDraft
from .intake import FileState, Intake, IntakeFile, IssuedWorkbook
from .jobs import Job, JobState
from .report import EDITABLE, UNDER_REVIEW, Report, ScopeLabel, State
from .review import Rectification, ReviewStep, Seen
from .rows import (
    ROW_MODELS,
    ApplicationRow,
    ChargeRow,
    DecisionRow,
    DisputeRow,
    DocumentRow,
    ProcurementRow,
    Text,
)

__all__ = [
    "EDITABLE",
    "ROW_MODELS",
    "SETTLED",
    "UNDER_REVIEW",
    "WITH_CLERK",
    "ApplicationRow",
    "BulkSettlement",
    "CellChange",
    "ChangeSource",
    "ChargeRow",
    "Decision",
    "DecisionRow",
    "DisputeRow",
    "DocumentRow",
    "Explanation",
    "ExplanationCause",
    "FiguresImport",
    "FileState",
    "FixedFinding",
    "ImportDraft",
    "Inspection",
    "Intake",
    "IntakeFile",
    "IssuedWorkbook",
    "Job",
    "JobState",
    "Move",
    "ProcurementRow",
    "PublishedAddress",
    "Rectification",
    "Report",
    "ReviewStep",
    "RuleSwitch",
    "ScopeLabel",
    "Seen",
    "Settlement",
    "SiteProfile",
    "Snapshot",
    "State",
    "StoredFinding",
    "Text",
    "Transition",
]
