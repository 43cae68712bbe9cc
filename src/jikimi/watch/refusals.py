"""Why something was not done. Every message is a sentence for a person that says what to do."""


class Refused(Exception):
    """What was asked is not possible as things stand."""


class LeaseLost(Exception):
    """Somebody else has taken the work over: nothing of ours was written."""


class BankMoved(Exception):
    """The bank has changed since these files were compared with it: compare again. Nothing was written."""
