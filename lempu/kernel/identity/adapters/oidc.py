"""OpenID Connect with the one provider an installation names. Imported only where somebody uses it: its HTTP
library takes 15 MB."""

from typing import Any, Final

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string

PROVIDER: Final = "oidc"
#: Signatures that only the provider can make; never one made with a secret we share, and never none.
SIGNATURES: Final = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "EdDSA",
]


class ProviderFailed(Exception):
    """The provider cannot be reached, or what it says does not hold."""


class OneProvider(OpenIDConnectProvider):  # type: ignore[misc, unused-ignore]
    """The provider of the environment, with PKCE whether it asks for it or not."""

    pkce_enabled_default = True

    def __init__(self, request: HttpRequest) -> None:
        chosen: Any = settings.OIDC
        app = SocialApp(
            provider=OpenIDConnectProvider.id,
            provider_id=PROVIDER,
            name=chosen.name,
            client_id=chosen.client,
            secret=chosen.secret,
            settings={"server_url": chosen.url},
        )
        super().__init__(request, app=app)

    def get_oauth2_adapter(self, request: HttpRequest) -> "OneAdapter":
        return OneAdapter(request, self)


class OneAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc, unused-ignore]
    """Our own callback, and the secret sent as OpenID Connect has it where a provider says nothing."""

    def __init__(self, request: HttpRequest, provider: OneProvider) -> None:
        super().__init__(request, PROVIDER)
        self.provider = provider

    def get_provider(self) -> OneProvider:
        return self.provider

    @property
    def basic_auth(self) -> bool:
        usual = ["client_secret_basic"]
        ways = self.openid_config.get("token_endpoint_auth_methods_supported", usual)
        return "client_secret_basic" in ways

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return f"{settings.PUBLIC_URL}{reverse('identity:oidc_callback')}"


def start(request: HttpRequest, after: str) -> HttpResponse:
    """Send the person to the provider; what must come back is kept in the session."""
    nonce = get_random_string(32)
    try:
        answer: HttpResponse = OneProvider(request).redirect(
            request,
            process="login",
            next_url=after,
            data={"nonce": nonce},
            auth_params={"nonce": nonce},
        )
    except (requests.RequestException, OAuth2Error, KeyError, ValueError) as error:
        raise ProviderFailed(type(error).__name__) from error
    return answer


def finish(request: HttpRequest) -> tuple[dict[str, Any], str]:
    """What the provider says of the person, and where they wanted to go.

    The state must be of this session and unused; the token must be signed by the provider, for us, now,
    and carry our nonce. Anything else raises ``ProviderFailed``.
    """
    provider = OneProvider(request)
    state = statekit.unstash_state(
        request, provider_id=provider.sub_id, state_id=request.GET.get("state", "")
    )
    if state is None or "code" not in request.GET:
        raise ProviderFailed("no_state" if state is None else "no_code")
    adapter = provider.get_oauth2_adapter(request)
    try:
        client = adapter.get_client(request, provider.app)
        answer = adapter.get_access_token_data(
            request, provider.app, client, pkce_code_verifier=state.get("pkce_code_verifier")
        )
        claims = _verified(adapter, answer["id_token"])
        if not constant_time_compare(str(claims.get("nonce")), state["data"]["nonce"]):
            raise ProviderFailed("nonce")
        more = _asked_beside(adapter, answer, claims)
    except (
        requests.RequestException, OAuth2Error, jwt.PyJWTError, KeyError, TypeError, ValueError,
    ) as error:  # fmt: skip
        raise ProviderFailed(type(error).__name__) from error
    return more | claims, state.get("next") or ""


def _verified(adapter: OneAdapter, token: str) -> dict[str, Any]:
    """The claims of a token that the provider signed for us and that holds now."""
    with get_adapter().get_requests_session() as session:
        answer = session.get(adapter.openid_config["jwks_uri"])
        answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
    kid = jwt.get_unverified_header(token).get("kid")
    # A provider with one key may leave its name out.
    fitting = keys if kid is None and len(keys) == 1 else [k for k in keys if k.key_id == kid]
    if (kid is None and len(keys) != 1) or not fitting:
        raise ProviderFailed("no_key")
    claims: dict[str, Any] = jwt.decode(
        token,
        key=fitting[0],
        algorithms=SIGNATURES,
        audience=adapter.provider.app.client_id,
        issuer=adapter.openid_config["issuer"],
        leeway=60,
        options={"require": ["exp", "iat", "iss", "aud", "sub"]},
    )
    return claims


def _asked_beside(
    adapter: OneAdapter, answer: dict[str, Any], claims: dict[str, Any]
) -> dict[str, Any]:
    """Claims that stand only at the provider's address for them, if they are of the same person."""
    if "userinfo_endpoint" not in adapter.openid_config:
        return {}
    found: dict[str, Any] = adapter._fetch_user_info(answer["access_token"])
    return found if found.get("sub") == claims["sub"] else {}
