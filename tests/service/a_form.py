"""Makes a notice that only a web form takes, in an installation: `python -m tests.service.a_form FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

FORM = """kind = "form_sheet"
destination = "https://${homeserver}/report"
to_be_confirmed = true
[[route.field]]
name = "links"
label = "Addresses, one a line"
text = "${urls}"
[[route.field]]
name = "all"
label = "Anything else"
text = "${body}"
"""


def main() -> None:
    from jikimi.service.prepare import ready

    ready()
    from jikimi.service.choose_case import new_case
    from jikimi.service.who import helper
    from jikimi.takedown.actions.confirm_sighting import confirm_sighting
    from tests.takedown.found import asked_by, sighting_of

    by = asked_by(Path(sys.argv[1]), FORM)
    worker = helper()
    sighting = sighting_of(worker, new_case(worker, ["watch", "ask_platforms"]))
    from django.utils import timezone

    (notice,) = confirm_sighting(
        worker, sighting, ground="look", proof="kept", letterhead=by, now=timezone.now()
    )
    sys.stdout.write(notice.public_id)


if __name__ == "__main__":
    main()
