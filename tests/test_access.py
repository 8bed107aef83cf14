"""Who may call what: one table of every route, and every route called as everybody.

A letter is a role in the office that the row belongs to:

  A administrator   L leader     C coordinator   M member of staff
  R reviewer        S assessor   O desk officer  B observer of the province above

``EVERYBODY`` is whoever is signed in; ``ANYONE`` needs no account. Where a route has a subject, people
with the same roles in another office are refused.
"""

import pytest
from django.core import signing
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from lempu.desks.change.models import Point, Post
from lempu.kernel.api.tests.factories import TokenFactory
from lempu.kernel.assessment.models import SheetImport
from lempu.kernel.assessment.services import return_round
from lempu.kernel.assessment.tests.factories import submitted_assessment
from lempu.kernel.bundles.models import Bundle
from lempu.kernel.bundles.services.asking import path_of
from lempu.kernel.closing.models import Reading
from lempu.kernel.evidence.tests.factories import EvidenceFactory, SubmissionFactory, photo
from lempu.kernel.files.models import Facts
from lempu.kernel.files.services import begin, store
from lempu.kernel.findings.models import Finding
from lempu.kernel.gatherings.services import code_for
from lempu.kernel.gatherings.tests.factories import gathering
from lempu.kernel.identity.tests.factories import add_device, add_key
from lempu.kernel.ledger.services import seal_office
from lempu.kernel.notices.services.digests import STOP_SALT
from lempu.kernel.notices.services.feeds import open_feed
from lempu.kernel.notices.tests.factories import MailFactory, NoticeFactory
from lempu.kernel.numbering.services import Wanted, reserve
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.models import Delegation, Departure, LocalDayOff
from lempu.kernel.offices.tests.factories import MembershipFactory, OfficeFactory, UnitFactory
from lempu.kernel.oversight.models import Template
from lempu.kernel.plans.enums import ImportState
from lempu.kernel.plans.models import Import, Plan, PlanFinding
from lempu.kernel.plans.services.amendments import start_amendment
from lempu.kernel.plans.services.matching import first_matches
from lempu.kernel.plans.tests.factories import PlanFactory
from lempu.kernel.reporting.enums import Kind
from lempu.kernel.reporting.models import FollowUp
from lempu.kernel.reporting.selectors import blank_report
from lempu.kernel.reporting.services import make_version
from lempu.kernel.reviews.models import Decision
from lempu.kernel.scans.models import Scan
from lempu.shared import reference

LETTERS = {
    "A": Role.ADMINISTRATOR,
    "L": Role.LEADER,
    "C": Role.COORDINATOR,
    "M": Role.MEMBER,
    "R": Role.REVIEWER,
    "S": Role.ASSESSOR,
    "O": Role.OFFICER,
    "B": Role.OBSERVER,
}
EVERYBODY = "ALCMRSOB"
ANYONE = EVERYBODY + "-"
OWN = "ALCMRO"

FINDING = {"code": "no_month", "severity": "must", "row": "1.1", "message": "-", "action": "-"}
#: The secret in the address is the authority, whoever brings it.
BY_SECRET = {
    "gatherings:attend",
    "notices:calendar",
    "notices:stop",
    "identity:reset_open",
    "identity:invited_open",
}
#: The same for everybody it is open to, whatever their office.
PUBLIC = {"public:office", "public:year", "guide:page", "guide:picture", "findings:switch"}
#: What forms of the grid need before they ask anything else.
SENT = {"edition": 1, "month": 1, "text": "Teks", "choice": "leave_empty"}

ACCESS = [
    # name, method, subject, who
    ("healthy", "get", None, ANYONE),
    ("ready", "get", None, ANYONE),
    ("accounts:sign_in", "get", None, ANYONE),
    ("accounts:sign_out", "post", None, ANYONE),
    ("demo:enter", "post", "user", ""),
    ("home:start", "get", None, EVERYBODY),
    ("home:more", "get", None, EVERYBODY),
    ("home:today", "get", None, OWN),
    ("home:matrix", "get", None, EVERYBODY),
    ("home:annex_state", "get", "annex", EVERYBODY),
    ("home:cockpit", "get", None, "LCSB"),
    ("home:ledger", "get", None, OWN + "S"),
    ("home:ledger_check", "post", None, OWN + "S"),
    ("home:ledger_run", "get", None, OWN + "S"),
    ("home:history", "get", "history", OWN + "S"),
    ("home:seals", "get", None, OWN + "S"),
    ("home:seal_now", "post", None, "ALC"),
    ("home:public_key", "get", "sealed", OWN + "S"),
    ("numbering:register", "get", None, OWN + "S"),
    ("numbering:gaps", "get", None, OWN + "S"),
    ("numbering:take", "get", None, "CMO"),
    ("numbering:ways", "get", None, "AC"),
    ("numbering:number", "get", "number", OWN + "S"),
    ("numbering:issue", "post", "number", "CMO"),
    ("numbering:void", "post", "number", "CMO"),
    ("gatherings:index", "get", None, OWN + "S"),
    ("gatherings:new", "get", None, "CMO"),
    ("gatherings:tasks", "get", None, OWN + "S"),
    ("gatherings:gathering", "get", "gathering", OWN + "S"),
    ("gatherings:calendar", "get", "gathering", OWN + "S"),
    ("gatherings:change", "get", "gathering", "CMO"),
    ("gatherings:cancel", "get", "gathering", "CMO"),
    ("gatherings:invite", "get", "gathering", "CMO"),
    ("gatherings:guest", "post", "gathering", "CMO"),
    ("gatherings:send", "post", "gathering", "CMO"),
    ("gatherings:uninvite", "post", "invitee", "CMO"),
    ("gatherings:screen", "get", "gathering", "CMO"),
    ("gatherings:renew", "post", "gathering", "CMO"),
    ("gatherings:sheet", "get", "gathering", "CMO"),
    ("gatherings:paper", "get", "gathering", "CMO"),
    ("gatherings:strike", "post", "attendance", "CMO"),
    ("gatherings:write", "get", "gathering", "CMO"),
    ("gatherings:give", "get", "gathering", "CMO"),
    ("gatherings:task", "get", "task", OWN + "S"),
    ("gatherings:finish", "post", "task", "CMO"),
    ("gatherings:check", "post", "task_done", "CMO"),
    ("gatherings:drop", "post", "task", "CMO"),
    ("gatherings:add_file", "get", "gathering", "CMO"),
    ("gatherings:file", "get", "gathering_file", OWN + "S"),
    ("gatherings:withdraw_file", "post", "gathering_file", "CMO"),
    ("gatherings:made", "get", "gathering_paper", OWN + "S"),
    ("gatherings:close", "get", "gathering", "CMO"),
    ("gatherings:serve", "get", "gathering", "CMO"),
    ("gatherings:tap", "post", "door", OWN),
    ("gatherings:attend", "get", "door", ANYONE),
    ("gatherings:sent", "post", None, ANYONE),
    ("gatherings:thanks", "get", None, ANYONE),
    ("closing:month", "get", "month", "LC"),
    ("change:desk", "get", None, OWN + "S"),
    ("change:team", "get", None, "CO"),
    ("change:meeting", "get", None, "CO"),
    ("change:point", "get", None, "CO"),
    ("change:show", "get", "point", "CO"),
    ("change:photo", "get", "point", OWN + "S"),
    ("change:explain", "post", None, "CMO"),
    ("change:discipline", "get", None, "CO"),
    ("change:post", "get", None, "CO"),
    ("change:figures", "get", "post", "CO"),
    ("change:picture", "get", "post", OWN + "S"),
    ("change:pledge", "get", None, OWN),
    ("change:pledge_text", "get", None, "CO"),
    ("closing:desk", "get", "month", OWN + "S"),
    ("closing:take", "post", "month", "LCO"),
    ("closing:reading", "get", "reading", OWN + "S"),
    ("closing:desk_report", "get", "obligation", OWN + "S"),
    ("closing:renew", "post", "obligation", "CMO"),
    ("plans:measures", "get", "plan", EVERYBODY),
    ("plans:bind", "get", "row", "C"),
    ("public:office", "get", "office", ANYONE),
    ("public:year", "get", "office_year", ANYONE),
    ("guide:index", "get", None, EVERYBODY),
    ("guide:page", "get", "guide", EVERYBODY),
    ("guide:picture", "get", "guide_picture", EVERYBODY),
    ("oversight:start", "get", None, "B"),
    ("oversight:board", "get", "office", "B"),
    ("oversight:by_month", "get", "office", "B"),
    ("oversight:by_area", "get", "office", "B"),
    ("oversight:idle", "get", "office", "B"),
    ("oversight:workbook", "get", "office", "B"),
    ("reporting:index", "get", None, OWN + "S"),
    ("reporting:letterhead", "get", None, "C"),
    ("reporting:report", "get", "report", OWN + "S"),
    ("reporting:write", "get", "report", "C"),
    ("reporting:make", "post", "report", "C"),
    ("reporting:rows", "get", "report", "C"),
    ("reporting:propose", "get", "evaluation", "C"),
    ("reporting:version", "get", "report_version", OWN + "S"),
    ("reporting:download", "get", "report_file", OWN + "S"),
    ("reporting:number", "get", "report_version", "C"),
    ("reporting:sign", "get", "report_version", "L"),
    ("reporting:follow_ups", "get", None, OWN + "S"),
    ("reporting:follow_up", "get", "follow_up", OWN + "S"),
    ("reporting:follow_up_file", "get", "follow_up", OWN + "S"),
    ("reporting:finish", "post", "follow_up", "C"),
    ("reporting:verify", "post", "follow_up", "LC"),
    ("reporting:send_back", "post", "follow_up", "LC"),
    ("reporting:change", "get", "follow_up", "C"),
    ("reporting:withdraw", "get", "follow_up", "C"),
    ("assessment:index", "get", None, OWN),
    ("assessment:start", "get", None, "C"),
    ("assessment:page", "get", "assessment", OWN),
    ("assessment:question", "get", "question", OWN),
    ("assessment:reply", "post", "question", "CM"),
    ("assessment:proofs", "post", "question", "CM"),
    ("assessment:sign", "get", "assessment", "L"),
    ("assessment:stages", "get", "assessment", "C"),
    ("assessment:window", "get", "assessment", "C"),
    ("assessment:choices", "get", "assessment", "C"),
    ("assessment:lhe", "get", "assessed_paper", OWN + "BS"),
    ("assessment:presentation", "get", "assessed_paper", OWN),
    ("assessment:workbook", "get", "assessment", OWN),
    ("assessment:upload", "get", "assessment", "C"),
    ("assessment:dry_run", "get", "sheet_import", "C"),
    ("assessment:apply", "post", "sheet_import", "C"),
    ("assessment:limits", "get", "assessment", OWN),
    ("assessment:gap", "get", "assessment", OWN),
    ("assessment:take", "post", "assessment", "C"),
    ("assessment:rows", "get", "assessment", OWN),
    ("assessment:row", "get", "assessed_row", "C"),
    ("assessment:desk", "get", None, "BS"),
    ("assessment:nation", "get", None, "B"),
    ("assessment:room", "get", "assessment", "BS"),
    ("assessment:judge", "get", "question", "BS"),
    ("assessment:verdict", "get", "assessment", "BS"),
    ("oversight:templates", "get", None, "C"),
    ("oversight:template_new", "get", None, "C"),
    ("oversight:template", "get", "template", "C"),
    ("oversight:template_adopt", "post", "template", "C"),
    ("oversight:template_withdraw", "post", "template", ""),
    ("keeping:backups", "get", None, "A"),
    ("bundles:index", "get", None, "LCS"),
    ("bundles:ask", "post", None, "LCS"),
    ("bundles:download", "get", "bundle", "LCS"),
    ("bundles:proof", "get", "version", OWN + "S"),
    ("bundles:proof_file", "post", "version", OWN + "S"),
    ("search:find", "get", None, EVERYBODY),
    ("notices:list", "get", None, EVERYBODY),
    ("notices:read_all", "post", None, EVERYBODY),
    ("notices:open", "get", "notice", ""),
    ("notices:message", "get", None, OWN),
    ("notices:wishes", "get", None, EVERYBODY),
    ("notices:feed", "get", None, EVERYBODY),
    ("notices:feed_close", "post", None, EVERYBODY),
    ("notices:calendar", "get", "calendar", ANYONE),
    ("notices:stop", "get", "stop", ANYONE),
    ("notices:rules", "get", None, "A"),
    ("notices:mails", "get", None, "A"),
    ("notices:mail_test", "post", None, "A"),
    ("notices:mail_again", "post", "mail", "A"),
    ("offices:switch", "get", None, EVERYBODY),
    ("offices:settings", "get", None, "A"),
    ("offices:days", "get", None, "A"),
    ("offices:day_remove", "post", "day_off", "A"),
    ("offices:move", "get", None, ""),
    ("offices:units", "get", None, "A"),
    ("offices:unit", "get", "unit", "A"),
    ("offices:rights", "get", None, EVERYBODY),
    ("offices:people", "get", None, "A"),
    ("offices:person_add", "get", None, "A"),
    ("offices:membership_add", "get", None, "A"),
    ("offices:membership", "get", "membership", "A"),
    ("offices:person", "get", "membership", "A"),
    ("offices:membership_end", "get", "membership", "A"),
    ("offices:leave", "get", "membership", "A"),
    ("offices:leave_cancel", "post", "leaver", "A"),
    ("offices:hand_over", "get", "membership", "AC"),
    ("offices:delegations", "get", None, OWN),
    ("offices:delegate_for", "get", "membership", "AC"),
    ("offices:delegation_end", "post", "delegation", "AC"),
    ("offices:password_reset", "get", "membership", "A"),
    ("offices:account", "get", None, EVERYBODY),
    ("identity:second_step", "get", None, EVERYBODY),
    ("identity:forgot", "get", None, ANYONE),
    ("identity:forgot_sent", "get", None, ANYONE),
    ("identity:reset_open", "get", "link", ANYONE),
    ("identity:reset", "get", None, ANYONE),
    ("identity:password", "get", None, EVERYBODY),
    ("identity:keys", "get", None, EVERYBODY),
    ("identity:confirm", "get", None, EVERYBODY),
    ("identity:oidc", "get", None, ""),  # only where a provider is named
    ("identity:oidc_callback", "get", None, ""),
    ("identity:passkey_sign_in", "post", None, ANYONE),
    ("identity:passkey_options", "post", None, ANYONE),
    ("identity:passkey_confirm", "post", None, EVERYBODY),
    ("identity:passkey", "get", None, EVERYBODY),
    ("identity:passkey_new_options", "post", None, EVERYBODY),
    ("identity:welcome_passkey", "post", None, ANYONE),
    ("identity:welcome_options", "post", None, ANYONE),
    ("identity:app", "get", None, EVERYBODY),
    ("identity:codes", "get", None, EVERYBODY),
    ("identity:remove", "get", "key", ""),
    ("identity:devices", "get", None, EVERYBODY),
    ("identity:devices_end", "post", None, EVERYBODY),
    ("identity:device_end", "post", "device", ""),
    ("identity:invite", "get", "membership", "A"),
    ("identity:invite_withdraw", "post", "membership", "A"),
    ("identity:invited", "get", None, ANYONE),
    ("identity:invited_open", "get", "invitation", ANYONE),
    ("identity:welcome", "get", None, ANYONE),
    ("identity:rules", "get", None, "A"),
    ("identity:take_keys", "get", "membership", "A"),
    ("plans:list", "get", None, EVERYBODY),
    ("plans:upload", "get", None, "C"),
    ("plans:new", "get", None, "C"),
    ("plans:create_blank", "post", None, "C"),
    ("plans:create_example", "post", None, "C"),
    ("plans:form", "get", None, EVERYBODY),
    ("plans:import", "get", "import", EVERYBODY),
    ("plans:import_decide", "post", "import_finding", "C"),
    ("plans:import_adopt", "post", "import", "C"),
    ("plans:import_by_hand", "post", "import", "C"),
    ("plans:import_withdraw", "post", "import", "C"),
    ("plans:import_amends", "post", "import", "C"),
    ("plans:import_extent", "post", "amending", "C"),
    ("plans:import_ending", "post", "amending", "C"),
    ("plans:import_match", "get", "amending_row", "C"),
    ("plans:import_match", "post", "amending_row", "C"),
    ("plans:source", "get", "import", EVERYBODY),
    ("plans:plan_source", "get", "plan", EVERYBODY),
    ("plans:grid", "get", "plan", EVERYBODY),
    ("plans:annex", "get", "annex", EVERYBODY),
    ("plans:ticks", "post", "draft", "C"),
    ("plans:accept", "post", "draft", "C"),
    ("plans:finding", "post", "finding", "C"),
    ("plans:add", "get", "draft", "C"),
    ("plans:owners", "get", "draft", "C"),
    ("plans:copy", "post", "plan", "C"),
    ("plans:decree", "get", "draft", "C"),
    ("plans:attach", "post", "draft", "C"),
    ("plans:amend", "get", "plan", "C"),
    ("plans:amend_upload", "get", "plan", "C"),
    ("plans:amend", "post", "plan", "C"),
    ("plans:withdraw", "post", "draft", "C"),
    ("plans:row", "get", "row", EVERYBODY),
    ("plans:cell", "post", "row", "C"),
    ("plans:expectation", "post", "row", "C"),
    ("plans:row_accept", "post", "row", "C"),
    ("plans:assign", "post", "row", "C"),
    ("plans:node", "get", "node", "C"),
    ("plans:text", "post", "node", "C"),
    ("plans:add_below", "get", "node", "C"),
    ("plans:move", "post", "node", "C"),
    ("plans:remove", "post", "node", "C"),
    ("obligations:enact", "get", "draft", "LC"),
    ("obligations:difference", "get", "amendment", EVERYBODY),
    ("evidence:send", "get", None, "CMO"),
    ("evidence:page", "get", "obligation", EVERYBODY),
    ("evidence:add_files", "post", "obligation", "CMO"),
    ("evidence:add_record", "post", "obligation", "CMO"),
    ("evidence:add_link", "post", "obligation", "CMO"),
    ("evidence:reuse", "post", "obligation", "CMO"),
    ("evidence:submit", "post", "obligation", "CMO"),
    ("evidence:state_nil", "post", "obligation", "CMO"),
    ("evidence:state_undone", "post", "obligation", "CMO"),
    ("evidence:take_back", "post", "obligation", "CMO"),
    ("evidence:edit", "get", "evidence", "CMO"),
    ("evidence:replace", "get", "evidence", "CMO"),
    ("evidence:withdraw", "get", "evidence", "CMO"),
    ("evidence:look", "get", "version", OWN + "S"),
    ("evidence:download", "get", "version", OWN + "S"),
    ("evidence:again", "post", "version", "CMO"),
    ("evidence:searchable", "get", "version", OWN + "S"),
    ("evidence:thumbnail", "get", "version", OWN + "S"),
    ("evidence:preview", "get", "sheet", OWN + "S"),
    ("files:uploads", "post", None, "CMO"),
    ("files:upload", "head", "upload", ""),
    ("scans:tray", "get", None, "CMO"),
    ("scans:scan", "get", "scan", "CMO"),
    ("scans:preview", "get", "scan", "CMO"),
    ("scans:place", "post", "scan", "CMO"),
    ("scans:aside", "post", "scan", "CMO"),
    ("scans:print", "post", "obligation", "CMO"),
    ("findings:finding", "get", "noticed", OWN + "S"),
    ("findings:accept", "post", "noticed", "CR"),
    ("findings:reopen", "post", "noticed", "CR"),
    ("findings:rules", "get", None, OWN + "S"),
    ("findings:switch", "post", "rule", "CL"),
    ("reviews:queue", "get", None, "LCRS"),
    ("reviews:item", "get", "submission", "LCRS"),
    ("reviews:decide", "post", "submission", "R"),
    ("reviews:undo", "post", "decision", "R"),
    ("api:tokens", "get", None, EVERYBODY),
    ("api:revoke", "post", "token", ""),
    # who a token opens these to is asked in lempu/kernel/api/tests/test_endpoints.py
    ("api:api-root", "get", None, ""),
    ("api:openapi-json", "get", None, ANYONE),
    ("api:offices", "get", None, ""),
    ("api:plans", "get", "office", ""),
    ("api:plan", "get", "plan", ""),
    ("api:obligations", "get", "office", ""),
    ("api:obligation", "get", "obligation", ""),
    ("api:evidence", "get", "office", ""),
    ("api:readings", "get", "office", ""),
]


def route_names(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"
        else:
            below = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from route_names(entry, below)


def test_every_route_is_in_the_table_and_no_other():
    assert {name for name, *_rest in ACCESS} == set(route_names())


def _leaver(office):
    """A role of somebody who leaves at the end of the year 2099."""
    role = MembershipFactory(office=office, ends_on="2099-12-31")
    Departure.objects.create(
        user=role.user, office=office, last_day="2099-12-31", reason="Pindah", planned_by=role.user
    )
    return role


def _delegation(office):
    absent, delegate = (MembershipFactory(office=office).user for _ in range(2))
    return Delegation.objects.create(
        office=office, person=absent, delegate=delegate, made_by=absent,
        starts_on="2099-01-01", ends_on="2099-01-31",
    )  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """What the calls are made in; built once, since every call is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _world()
        transaction.set_rollback(True)


def _world():
    """Office 7317 with one row of everything; people of every role there and in an office elsewhere."""
    office = OfficeFactory(code="7317")
    draft = PlanFactory(office=office, year=2026)
    obligation = ObligationFactory(office=office)
    file = store(content=photo(), name="Foto.jpg")
    evidence = EvidenceFactory(obligation=obligation, file=file)
    Facts.objects.create(file=file, searchable=file)
    noticed = Finding.objects.create(
        office=office,
        obligation=obligation,
        version=evidence.versions.get(),
        rule="no_date",
        key="a",
    )
    submission = SubmissionFactory(obligation=obligation)
    decision = Decision.objects.create(
        submission=SubmissionFactory(obligation=ObligationFactory(office=office)),
        accepted=True,
        decided_by=submission.submitted_by,
        decided_at=submission.submitted_at,
    )
    row = RowFactory(plan=draft)
    reading = reference.read("examples/luwu-2025") | {"findings": [FINDING]}
    PlanFinding.objects.create(
        plan=draft, indicator=row, position=0, code="no_month", severity="must", content=FINDING
    )
    imported = Import.objects.create(
        office=office,
        file=file,
        name="SK.docx",
        state=ImportState.READ,
        reading=reading,
        created_by=submission.submitted_by,
    )
    enacted = obligation.plan
    amending = Import.objects.create(
        office=office,
        file=file,
        name="SK perubahan.docx",
        state=ImportState.READ,
        reading=reading,
        amends=enacted,
        matches=first_matches(reading, enacted),
        created_by=submission.submitted_by,
    )
    Plan.objects.filter(pk=enacted.pk).update(source_file=file, source_name="SK.docx")
    membership = MembershipFactory(office=office)
    version, follow_up = _reported(enacted, submission.submitted_by, file)
    template = Template.objects.create(
        office=office.parent, title="Contoh", year=2027, rows=0, content={"programmes": []},
        created_by=submission.submitted_by,
    )  # fmt: skip
    template.handouts.create(office=office)
    year = PlanFactory(office=office, year=2027, enacted=True, rows=1)
    amendment = start_amendment(plan=year, actor=membership.user)
    seal_office(office=office, actor=None)
    assessed = submitted_assessment(office=office, year=2025, by=membership.user)
    judged = submitted_assessment(office=office, year=2024, by=membership.user)
    return_round(assessment=judged, actor=membership.user, note="Lengkapi.")
    subjects = {
        "amendment": {"pk": amendment.pk},
        "history": {"subject": f"plans.plan:{amendment.pk}"},
        "sealed": {},
        "bundle": {"pk": _exported(office, membership.user).pk},
        "report": {"code": "7317", "year": 2025, "kind": "bulanan", "period": 9},
        "evaluation": {"code": "7317", "year": 2025, "kind": "triwulan", "period": 3},
        "report_version": {"pk": version.pk},
        "report_file": {"pk": version.pk, "ending": "pdf"},
        "follow_up": {"pk": follow_up.pk},
        "user": {"pk": membership.user_id},
        "office": {"code": office.code},
        "guide": {"name": "pelaksana"},
        "guide_picture": {"name": "matriks.png"},
        "office_year": {"code": office.code, "year": 2025},
        "template": {"pk": template.pk},
        "plan": {"pk": enacted.pk},
        "draft": {"pk": draft.pk},
        "annex": {"pk": enacted.pk, "ending": "xlsx"},
        "month": {"pk": enacted.pk, "number": obligation.month},
        "point": {
            "pk": Point.objects.create(
                office=office, place="Aula", shown_on="2025-01-06", photo=file
            ).pk
        },
        "post": {
            "pk": Post.objects.create(
                office=office,
                day="2025-01-06",
                channel="instagram",
                url="https://instagram.com/p/1",
                title="ZI",
                picture=file,
                noted_by=membership.user,
            ).pk
        },
        "reading": {
            "pk": Reading.objects.create(
                office=office, measure="change.team", year=2025, month=9, number=1, version=1
            ).pk
        },
        "number": {
            "pk": reserve(
                office=office, actor=membership.user, wanted=Wanted("decree", "Tim kerja")
            ).pk
        },
        **_gathered(office, membership.user, file),
        "assessment": {"pk": assessed.pk},
        "assessed_paper": {"pk": judged.pk, "ending": "docx"},
        "sheet_import": {"pk": assessed.pk, "run": _sheet_import(assessed, file).pk},
        "assessed_row": {"pk": assessed.pk, "indicator": obligation.indicator_id},
        "question": {"pk": assessed.pk, "item": "PPA1A"},
        "unit": {"pk": UnitFactory(office=office).pk},
        "membership": {"pk": membership.pk},
        "leaver": {"pk": _leaver(office).pk},
        "delegation": {"pk": _delegation(office).pk},
        "day_off": {
            "pk": LocalDayOff.objects.create(
                office=office,
                day="2099-01-05",
                name="Hari jadi",
                basis="SE",
                added_by=membership.user,
            ).pk
        },
        "import": {"pk": imported.pk},
        "amending": {"pk": amending.pk},
        "amending_row": {"pk": amending.pk, "position": 0},
        "import_finding": {"pk": imported.pk, "position": 0},
        "finding": {"pk": draft.pk, "position": 0},
        "row": {"pk": row.pk},
        "node": {"pk": row.sub_activity_id, "level": "sub-kegiatan"},
        "obligation": {"pk": obligation.pk},
        "evidence": {"pk": evidence.pk},
        "version": {"pk": evidence.versions.get().pk},
        "sheet": {"pk": evidence.versions.get().pk, "number": 1},
        "scan": {"pk": Scan.objects.create(key="a", office=office, name="a.jpg", file=file).pk},
        "noticed": {"pk": noticed.pk},
        "rule": {"rule": "no_date"},
        "submission": {"pk": submission.pk},
        "decision": {"pk": decision.pk},
        "notice": {"pk": NoticeFactory(office=office).pk},
        "mail": {"pk": MailFactory(office=office).pk},
        "upload": {"pk": begin(owner=membership.user, name="Foto.jpg", size=9).pk},
        "calendar": {"token": open_feed(actor=membership.user)[1]},
        "stop": {"token": signing.dumps(membership.user_id, salt=STOP_SALT)},
        "token": {"pk": TokenFactory().pk},
        "key": {"pk": add_key(membership.user).pk},
        "device": {"pk": add_device(membership.user).pk},
        "link": {"uid": "MQ", "token": "abc"},
        "invitation": {"secret": "abc"},
    }
    return subjects, _people("7317", "73"), _people("9401", "94")


def _reported(plan, author, file):
    """A version of the report of September and a recommendation."""
    report = blank_report(plan.office, Kind.MONTHLY, 2025, 9)
    version = make_version(report=report, plan=plan, actor=author)
    follow_up = FollowUp.objects.create(
        office=plan.office,
        report=version.report,
        text="Jadwalkan pengumpulan bahan.",
        owner=author,
        due_on=version.made_at.date(),
        file=file,
        file_name="Foto.jpg",
    )
    return version, follow_up


def _gathered(office, user, file):
    """A gathering that goes on now, with one row of everything."""
    row = gathering(office, user)
    task = {"owner": user, "due_on": row.day}
    done = row.tasks.create(text="Foto", state="done", done_by=user, **task)
    paper = row.papers.create(kind="minutes", file=file, name="Notulen.pdf")
    rows = {
        "gathering": row,
        "invitee": row.invitees.create(name="Tamu"),
        "attendance": row.attendances.create(name="Tamu", way="paper"),
        "task": row.tasks.create(text="Foto", **task),
        "task_done": done,
        "gathering_file": row.files.create(kind="photo", file=file, name="a.jpg", added_by=user),
    }
    subjects = {name: {"pk": each.pk} for name, each in rows.items()}
    return subjects | {
        "gathering_paper": {"pk": row.pk, "kind": paper.kind},
        "door": {"code": code_for(row)},
    }


def _sheet_import(assessed, file):
    """A workbook that was read and not applied."""
    return SheetImport.objects.create(
        assessment=assessed,
        name="LKE.xlsx",
        file=file,
        reading={"rows": [], "unknown": [], "instrument": ""},
        created_by=assessed.started_by,
        created_at=timezone.now(),
    )


def _exported(office, user):
    """A bundle that was made; its file lies in the home of the tests."""
    bundle = Bundle.objects.create(
        office=office,
        year=2025,
        state="ready",
        is_kept=True,
        asked_by=user,
        asked_at=timezone.now(),
    )
    path_of(bundle).parent.mkdir(exist_ok=True)
    path_of(bundle).write_bytes(b"PK")
    return bundle


def _people(code, above):
    offices = dict.fromkeys(LETTERS, code) | {"B": above}
    return {
        letter: MembershipFactory(office=OfficeFactory(code=offices[letter]), role=role).user
        for letter, role in LETTERS.items()
    }


def close(answer):
    """Close the files of an answer, but not the connection: the test's transaction is on it."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)


def is_let_in(user, method, address):
    """Whether the call reached the act: done, or refused for what was sent and not for who sent it."""
    client = Client()
    with transaction.atomic():
        if user is not None:
            client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        answer = getattr(client, method)(address, SENT if method == "post" else {})
        close(answer)
        transaction.set_rollback(True)
    if answer.status_code == 302:
        return not answer["Location"].startswith(reverse("accounts:sign_in")) or address == reverse(
            "accounts:sign_out"
        )
    return answer.status_code not in {401, 403, 404, 405}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "method", "subject", "who"), ACCESS, ids=lambda v: str(v)[:40])
def test_routes_let_in_whom_the_table_names(world, name, method, subject, who):
    subjects, here, elsewhere = world
    address = reverse(name, kwargs=subjects[subject] if subject else {})

    let_in = {letter for letter, user in here.items() if is_let_in(user, method, address)}
    strangers = {letter for letter, user in elsewhere.items() if is_let_in(user, method, address)}
    visitor = is_let_in(None, method, address)

    assert "".join(sorted(let_in)) == "".join(sorted(set(who) - {"-"}))
    assert strangers == (let_in if subject is None or name in BY_SECRET | PUBLIC else set())
    assert visitor == ("-" in who)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "method", "subject", "who"), ACCESS, ids=lambda v: str(v)[:40])
def test_the_other_method_is_no_way_around(world, name, method, subject, who):
    """A page that also takes POST asks the same people; where only one method is, nobody gets in."""
    subjects, here, elsewhere = world
    address = reverse(name, kwargs=subjects[subject] if subject else {})
    other = "get" if method == "post" else "post"

    let_in = {letter for letter, user in here.items() if is_let_in(user, other, address)}
    strangers = {letter for letter, user in elsewhere.items() if is_let_in(user, other, address)}

    assert let_in in (set(), set(who) - {"-"})
    assert strangers == (let_in if subject is None or name in BY_SECRET | PUBLIC else set())
    assert not is_let_in(None, other, address) or "-" in who
