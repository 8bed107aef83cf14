// Sends each chosen, dropped or photographed file by itself, a few at once, with progress, cancel and "try
// again"; a dropped line and a reload are survived. What was kept is on the server: the parts of the page marked data-live are read anew after each file.
// Words come from data-text-* of the form, so that they speak the page's language. A form with data-one sends one
// file, when its button is pressed, and goes on to the page that the server names.

import { Transfer } from "../transfer.js";
import { forget, remember, waitingFor } from "../waiting.js";

const MEGABYTE = 1024 * 1024;
const AT_ONCE = 3;

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

/** What the form says of the file, without files; as pairs, so that it can be kept. */
function fieldsOf(form) {
  const left = new Set(["documents", "camera", "file", "upload", "whole"]);
  return [...new FormData(form)].filter(([name]) => !left.has(name));
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
  const whose = `${form.dataset.person} ${new URL(form.action).pathname}`;
  const list = form.querySelector("[data-list]");
  const waiting = [];
  let working = 0;
  let latest;

  function work() {
    while (working < AT_ONCE && waiting.length) {
      const item = waiting.shift();
      if (item.isCancelled) continue;
      working += 1;
      one(item).finally(() => {
        working -= 1;
        work();
      });
    }
  }

  /** A form for one file waits until that one has arrived or failed. */
  function free(isFree) {
    for (const part of form.querySelectorAll("[data-idle]")) part.hidden = !isFree;
  }

  async function one(item) {
    const { file, row } = item;
    const transfer = new Transfer(file, form, whose);
    transfer.onProgress = (sent, total) => row.progress(sent, total);
    transfer.onWaiting = () => row.say(words.paused);
    row.button.onclick = () => transfer.cancel();
    free(false);
    try {
      const answer = await transfer.run(item.fields ?? fieldsOf(form));
      row.keep(said(words.kept, { kind: answer.kinds.join(", ") }));
      await forget(await item.key);
      if (answer.next) {
        location.assign(answer.next);
        return;
      }
      if (answer.warning) warn(form, answer.warning);
      await refresh().catch(() => {});
    } catch (refusal) {
      await failed(item, refusal);
    }
  }

  async function failed(item, refusal) {
    const { file, row } = item;
    free(true);
    row.fail(refusal.cancelled ? words.cancelled : refusal.lost ? words.lost : (refusal.text ?? words.failed));
    if (refusal.cancelled || refusal.final) await forget(await item.key);
    if (refusal.final) {
      row.button.remove();
      return;
    }
    const again = () => {
      window.removeEventListener("online", again);
      if (!row.element.isConnected) return; // another file took its place
      row.element.remove();
      add([file], refusal.cancelled ? undefined : item);
    };
    row.offer(words.again, file.name);
    row.button.onclick = again;
    if (refusal.lost) window.addEventListener("online", again);
  }

  /** ``earlier`` is an item that waited already: from before a reload, or given up when the line was lost. */
  function add(files, earlier) {
    for (const file of files) {
      const row = new Row(file, words, list);
      if (file.size > limit) {
        const values = { size: Math.floor(file.size / MEGABYTE), limit: Math.floor(limit / MEGABYTE) };
        row.fail(said(words.tooLarge, values));
        row.button.remove();
        continue;
      }
      const item = { file, row, fields: earlier?.fields, key: earlier?.key ?? remember(file, whose, fieldsOf(form)) };
      row.button.onclick = async () => {
        item.isCancelled = true;
        row.element.remove();
        free(true);
        await forget(await item.key);
      };
      waiting.push(item);
      latest = item;
    }
    work();
  }

  if (form.hasAttribute("data-one")) listenForOne();
  else listenForMany();
  waitingFor(whose).then((earlier) => {
    for (const item of earlier) add([item.file], item);
  });

  async function forgetOf(item) {
    if (item) await forget(await item.key);
  }

  function listenForOne() {
    const input = form.querySelector("input[type=file]");
    form.addEventListener("submit", (event) => {
      if (!input.files.length) return; // the server says what is missing
      event.preventDefault();
      list.replaceChildren();
      forgetOf(latest);
      add([input.files[0]]);
    });
  }

  function listenForMany() {
    form.classList.add("is-live");
    for (const hidden of form.querySelectorAll("[data-live-only]")) hidden.hidden = false;
    for (const input of form.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => {
        add([...input.files]);
        input.value = "";
      });
    }
    listenForDrops(form.querySelector("[data-drop]"));
  }

  function listenForDrops(drop) {
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
  }
}
