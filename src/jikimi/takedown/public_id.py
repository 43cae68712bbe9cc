import secrets

# Base 32 without padding: read aloud on a telephone, kept by every mail system.
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def new_public_id() -> str:
    """A name for a notice that says nothing: "JK-" and 12 random letters (60 bits)."""
    return "JK-" + "".join(secrets.choice(LETTERS) for _ in range(12))
