"""Write a notice's words again where they lack what its law demands. Part of another verb's transaction."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from jikimi.takedown.actions.write_notice import write_words
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Attempt, Link, Notice, Outcome
from jikimi.takedown.refusals import Refused
from jikimi.takedown.sound import need_sound_words

_MAY_HAVE_LEFT = (Outcome.SENT, Outcome.UNKNOWN, Outcome.UNDER_WAY)


def make_sound(notice: Notice, letterhead: Letterhead, *, now: datetime) -> None:
    """From the playbook as it is today. What may have left stays as it left. Errors: Refused."""
    links = list(Link.objects.filter(notices=notice).order_by("pk"))
    try:
        need_sound_words(notice, links, letterhead)
        return
    except Refused:
        if Attempt.objects.filter(notice=notice, outcome__in=_MAY_HAVE_LEFT).exists():
            raise
    platform = letterhead.playbooks.platforms.get(notice.platform)
    if platform is None:
        raise Refused(_("The playbook does not know this place any more."))
    write_words(notice, links, platform, letterhead, now)
    notice.save(update_fields=["subject", "body"])
