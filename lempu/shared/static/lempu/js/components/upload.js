// Sends each chosen, dropped or photographed file by itself, with progress, cancel and "try again".
// What was kept is on the server: the parts of the page marked data-live are read anew after each file.
// Words come from data-text-* of the form, so that they speak the page's language.

const MEGABYTE = 1024 * 1024;

function inMegabytes(bytes) {
  return (bytes / MEGABYTE).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
}

function said(text, values) {
  return text.replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
}

class Row {
  constructor(file, words, list) {
    this.words = words;
    this.element = document.createElement("li");
    this.element.className = "lp-file";
    const thumb = document.createElement("span");
    thumb.className = "lp-thumb";
    if (file.type.startsWith("image/") && !/hei[cf]/.test(file.type)) {
      const picture = document.createElement("img");
      picture.alt = "";
      picture.src = URL.createObjectURL(file);
      picture.onload = () => URL.revokeObjectURL(picture.src);
      picture.onerror = () => picture.remove();
      thumb.append(picture);
    }
    const middle = document.createElement("div");
    const name = document.createElement("span");
    name.className = "lp-name";
    name.textContent = file.name;
    this.bar = document.createElement("progress");
    this.bar.max = 100;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", file.name);
    this.words_line = document.createElement("span");
    this.words_line.className = "lp-meta";
    middle.append(name, this.bar, this.words_line);
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "btn btn-quiet";
    this.element.append(thumb, middle, this.button);
    list.append(this.element);
    this.offer(words.cancel, file.name);
    this.say(words.waiting);
  }

  say(text) {
    this.words_line.textContent = text;
  }

  offer(text, name) {
    this.button.replaceChildren(text);
    const whose = document.createElement("span");
    whose.className = "visually-hidden";
    whose.textContent = ` ${name}`;
    this.button.append(whose);
  }

  progress(sent, total) {
    this.bar.value = Math.round((sent / total) * 100);
    const values = { sent: inMegabytes(sent), total: inMegabytes(total) };
    this.say(sent < total ? said(this.words.sending, values) : this.words.storing);
  }

  fail(text) {
    this.bar.remove();
    this.words_line.className = "lp-small is-wrong";
    this.say(text);
  }

  keep(text) {
    this.bar.remove();
    this.button.remove();
    this.element.classList.add("is-kept");
    this.say(text);
  }
}

function wordsOf(form) {
  const words = {};
  for (const [key, value] of Object.entries(form.dataset)) {
    if (key.startsWith("text")) words[key[4].toLowerCase() + key.slice(5)] = value;
  }
  return words;
}

function bodyOf(form, file) {
  const body = new FormData(form);
  body.delete("documents");
  body.delete("camera");
  body.delete("whole");
  body.append("documents", file, file.name);
  body.append("whole", "1"); // last, so that a body cut on its way lacks it
  return body;
}

/** Resolves with the server's answer, or rejects with words for the person; `final` where another try is no use. */
function send(form, file, row, words) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = (event) => row.progress(event.loaded, event.total);
    request.onerror = () => reject({ text: words.lost });
    request.ontimeout = () => reject({ text: words.lost });
    request.onabort = () => reject({ text: words.cancelled });
    request.onload = () => {
      if (request.status === 200 && request.response) resolve(request.response);
      else reject({ text: request.response?.error ?? words.failed, final: request.status === 422 });
    };
    row.button.onclick = () => request.abort();
    request.send(bodyOf(form, file));
  });
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of document.querySelectorAll("[data-live][id]")) {
    const next = fresh.getElementById(old.id);
    if (next) old.replaceWith(document.adoptNode(next));
  }
  // The form that submits is not there until something is; it never overwrites what is typed.
  const submit = fresh.getElementById("ajukan");
  if (submit && !document.getElementById("ajukan")) {
    document.querySelector("[data-before-bar]")?.append(document.adoptNode(submit));
  }
}

function warn(form, text) {
  const note = document.createElement("p");
  note.className = "lp-note is-due mb-3";
  note.setAttribute("role", "status");
  note.textContent = text;
  form.before(note);
}

export default function upload(form) {
  const words = wordsOf(form);
  const limit = Number(form.dataset.limit);
  const list = form.querySelector("[data-list]");
  const waiting = [];
  let working = false;

  async function work() {
    if (working) return;
    working = true;
    while (waiting.length) {
      const { file, row } = waiting.shift();
      if (row.isCancelled) continue;
      await one(file, row);
    }
    working = false;
  }

  async function one(file, row) {
    try {
      const answer = await send(form, file, row, words);
      row.keep(said(words.kept, { kind: answer.kinds.join(", ") }));
      if (answer.warning) warn(form, answer.warning);
      await refresh().catch(() => {});
    } catch (refusal) {
      row.fail(refusal.text ?? words.failed);
      if (refusal.final) {
        row.button.remove();
        return;
      }
      row.offer(words.again, file.name);
      row.button.onclick = () => {
        row.element.remove();
        add([file]);
      };
    }
  }

  function add(files) {
    for (const file of files) {
      const row = new Row(file, words, list);
      if (file.size > limit) {
        const values = { size: Math.floor(file.size / MEGABYTE), limit: Math.floor(limit / MEGABYTE) };
        row.fail(said(words.tooLarge, values));
        row.button.remove();
        continue;
      }
      row.button.onclick = () => {
        row.isCancelled = true;
        row.element.remove();
      };
      waiting.push({ file, row });
    }
    work();
  }

  form.classList.add("is-live");
  for (const hidden of form.querySelectorAll("[data-live-only]")) hidden.hidden = false;
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      add([...input.files]);
      input.value = "";
    });
  }
  const drop = form.querySelector("[data-drop]");
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    add([...event.dataTransfer.files]);
  });
  window.addEventListener("beforeunload", (event) => {
    if (working) event.preventDefault();
  });
}
