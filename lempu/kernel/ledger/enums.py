class Perm:
    """Permissions of this room."""

    VIEW = "ledger.view"
