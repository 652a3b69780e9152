from .findings import StoredFinding
from .history import CellChange, ChangeSource, Snapshot
from .imports import ImportDraft
from .report import Report, ScopeLabel, State
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
    "ROW_MODELS",
    "ApplicationRow",
    "CellChange",
    "ChangeSource",
    "ChargeRow",
    "DecisionRow",
    "DisputeRow",
    "DocumentRow",
    "ImportDraft",
    "ProcurementRow",
    "Report",
    "ScopeLabel",
    "Snapshot",
    "State",
    "StoredFinding",
    "Text",
]
