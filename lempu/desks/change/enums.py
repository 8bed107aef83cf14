from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lempu.shared import acts


class Part(TextChoices):
    """What a person is in the team; agents of change say what they change themselves."""

    CHAIR = "chair", _("Chair of the team")
    SECRETARY = "secretary", _("Secretary of the team")
    MEMBER = "member", _("Member of the team")
    AGENT = "agent", _("Agent of change")


class Purpose(TextChoices):
    """Why a visitor came; asked with one tap, and never who they are."""

    INFORMATION = "information", _("Information or data")
    SERVICE = "service", _("A service of the office")
    VISIT = "visit", _("Official visit")
    OTHER = "other", _("Something else")


class Channel(TextChoices):
    """Where the office tells the public of the programme."""

    WEBSITE = "website", _("Website of the office")
    INSTAGRAM = "instagram", "Instagram"
    FACEBOOK = "facebook", "Facebook"
    X = "x", "X"
    TIKTOK = "tiktok", "TikTok"
    YOUTUBE = "youtube", "YouTube"
    OTHER = "other", _("Another channel")


@acts.register
class Act(TextChoices):
    TEAM_SET = "change.team_set", _("Team of the integrity zone set by a decree")
    MET = "change.met", _("Meeting on the work plan noted")
    POINT_ADDED = "change.point_added", _("Place for a banner added")
    POINT_SHOWN = "change.point_shown", _("Banner shown in its place")
    EXPLAINED = "change.explained", _("Explained to a visitor")
    PLEDGE_WRITTEN = "change.pledge_written", _("Text of the pledge set")
    PLEDGED = "change.pledged", _("Pledge of integrity signed")
    POSTED = "change.posted", _("Post on social media noted")
    POST_COUNTED = "change.post_counted", _("Reach of a post noted")
    DISCIPLINE = "change.discipline", _("Discipline of a month noted")


class Perm:
    VIEW = "change.view"
    EDIT = "change.edit"
    EXPLAIN = "change.explain"
    PLEDGE = "change.pledge"
