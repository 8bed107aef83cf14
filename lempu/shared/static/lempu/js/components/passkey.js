// A form that a passkey answers: asks the server for a challenge, the device for an answer, and sends that
// with the form. It is hidden in the page, so that nobody without script or a fitting browser is offered it.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

function text(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const named = (list) => (list ?? []).map((known) => ({ ...known, id: bytes(known.id) }));

async function challenge(form) {
  const answer = await fetch(form.dataset.options, {
    method: "POST",
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" },
  });
  if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) {
    window.location.assign(answer.redirected ? answer.url : window.location.href);
    return null;
  }
  return (await answer.json()).publicKey;
}

async function made(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: named(options.excludeCredentials),
  };
  const credential = await navigator.credentials.create({ publicKey });
  return plain(credential, {
    attestationObject: text(credential.response.attestationObject),
    transports: credential.response.getTransports?.() ?? [],
  });
}

async function shown(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: named(options.allowCredentials),
  };
  const credential = await navigator.credentials.get({ publicKey });
  const { authenticatorData, signature, userHandle } = credential.response;
  return plain(credential, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

function plain(credential, response) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { ...response, clientDataJSON: text(credential.response.clientDataJSON) },
  };
}

export default function passkey(form) {
  if (!window.PublicKeyCredential || !window.isSecureContext) return;
  form.hidden = false;
  for (const other of document.querySelectorAll("[data-without-passkey]")) other.hidden = true;
  const failed = form.querySelector("[data-failed]");
  const button = form.querySelector("button[type=button]");
  button.addEventListener("click", async () => {
    failed.hidden = true;
    button.disabled = true;
    try {
      const options = await challenge(form);
      if (!options) return;
      const answer = await (form.dataset.kind === "create" ? made(options) : shown(options));
      form.elements.credential.value = JSON.stringify(answer);
      form.requestSubmit();
    } catch {
      // Cancelled, timed out, or the device has none for this place: browsers do not say which.
      failed.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}
