class Perm:
    """Permissions of this room."""

    VIEW = "keeping.view"
