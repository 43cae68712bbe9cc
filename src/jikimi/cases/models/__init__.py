from jikimi.cases.models.allowed_place import AllowedPlace
from jikimi.cases.models.bank_change import BankChange
from jikimi.cases.models.case import Case
from jikimi.cases.models.consent import Consent
from jikimi.cases.models.fingerprint import Fingerprint
from jikimi.cases.models.key_check import KeyCheck
from jikimi.cases.models.ledger_entry import LedgerEntry
from jikimi.cases.models.ledger_head import LedgerHead
from jikimi.cases.models.team import Team

__all__ = [
    "AllowedPlace",
    "BankChange",
    "Case",
    "Consent",
    "Fingerprint",
    "KeyCheck",
    "LedgerEntry",
    "LedgerHead",
    "Team",
]
