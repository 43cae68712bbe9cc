"""Why something was not done. Every message is a sentence for a person that says what to do."""


class Refused(Exception):
    """What was asked is not possible as things stand."""


class ConsentGone(Exception):
    """The person's yes to writing to platforms was taken back: nothing goes out."""


class NotOurs(Exception):
    """The work has been taken over or settled meanwhile: nothing of ours was written."""
