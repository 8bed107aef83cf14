class Perm:
    """Permissions of the pages that show several rooms at once."""

    TODAY = "home.today"
    COCKPIT = "home.cockpit"
