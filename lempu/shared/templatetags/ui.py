"""The few template tags of the design: icons, states, dates. A builtin of every template."""

from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lempu.shared import http

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A Tabler icon from the sprite; hidden from screen readers, so a word must stand beside it."""
    return format_html(
        '<svg class="lp-i" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def mark(look: Any) -> SafeString:
    """The mark of a state. ``look`` has ``css``, ``icon`` and ``late`` (see obligations.enums)."""
    return _mark(look.css, look.icon, bool(look.late))


@cache
def _mark(css: str, name: str, late: bool) -> SafeString:  # noqa: FBT001 -- key of the cache
    """A matrix draws hundreds of marks of the same few looks."""
    return format_html(
        '<span class="lp-mark is-{}{}">{}</span>', css, " was-late" if late else "", icon(name)
    )


@register.simple_tag
def state(look: Any) -> SafeString:
    """The mark with its word."""
    return format_html('<span class="lp-state">{}{}</span>', mark(look), look.word)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """``{{ mapping|get:key }}``; nothing where there is none."""
    try:
        return mapping[key]
    except (KeyError, IndexError, TypeError):
        return None


@register.filter
def fingerprint(digest: str) -> str:
    """A hash short enough to read aloud: ``a41f 7c08 … 9c2e``."""
    return f"{digest[:4]} {digest[4:8]} … {digest[-4:]}" if digest else ""


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The current query string with some parameters changed; an empty value removes one."""
    parameters = context["request"].GET.copy()
    parameters.pop("halaman", None)
    for name, value in changes.items():
        if value in ("", None):
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


@register.simple_tag
def may(user: Any, permission: str, subject: Any = None) -> bool:
    """Whether the person may do it: ``{% may request.user "plans.edit" plan as may_edit %}``."""

    return http.may(user, permission, subject)
