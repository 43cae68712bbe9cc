from django.utils.translation import gettext as _


def second_yes_wanted() -> str:
    """The warning before a notice that may show the sender's name to the uploader."""
    return _(
        "A copyright notice may be shown to the uploader with the sender's name, and published. "
        "If that is all right, say so a second time with --name-may-be-shown."
    )
