// Brings one file to the server in pieces (tus), then sends the form that says what it is. A dropped line is
// waited for; what has arrived is not sent again, not after a reload either.

const PIECE = 1024 * 1024;
const PAUSES = [0, 1000, 2000, 3000, 5000, 8000, 10000, 15000, 20000, 30000, 30000, 30000];

let library;
function tus() {
  library ??= import("../../vendor/tus.min.js").then(() => window.tus);
  return library;
}

function pause(milliseconds) {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      window.removeEventListener("online", wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    window.addEventListener("online", wake);
  });
}

export class Transfer {
  constructor(file, form, whose) {
    this.file = file;
    this.form = form;
    this.whose = whose;
    this.onProgress = () => {};
    this.onWaiting = () => {};
  }

  token() {
    return this.form.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  /** The server's answer to the form; or rejects with {text, final} as far as the server said so. */
  async run(fields) {
    const address = await this.bytes();
    return this.finish(address, fields);
  }

  async bytes() {
    const { Upload } = await tus();
    return new Promise((resolve, reject) => {
      this.reject = reject;
      this.upload = new Upload(this.file, {
        endpoint: this.form.dataset.uploads,
        chunkSize: PIECE,
        retryDelays: PAUSES,
        uploadDataDuringCreation: true,
        metadata: { filename: this.file.name },
        headers: { "X-CSRFToken": this.token() },
        fingerprint: () =>
          Promise.resolve([this.whose, this.file.name, this.file.size, this.file.lastModified].join("|")),
        onProgress: (sent, total) => this.onProgress(sent, total),
        onShouldRetry: (error) => {
          const status = error.originalResponse?.getStatus() ?? 0;
          const again = status === 0 || status >= 500 || status === 409 || status === 423 || status === 460;
          if (again && status !== 507) this.onWaiting();
          return again && status !== 507;
        },
        onSuccess: () => resolve(this.upload.url),
        onError: (error) => {
          const status = error.originalResponse?.getStatus() ?? 0;
          const plain = (error.originalResponse?.getHeader("Content-Type") ?? "").startsWith("text/plain");
          const text = plain ? error.originalResponse.getBody() : undefined;
          reject({ text, lost: status === 0, final: status === 413 });
        },
      });
      this.upload.findPreviousUploads().then((earlier) => {
        if (earlier.length) this.upload.resumeFromPreviousUpload(earlier[0]);
        this.upload.start();
      });
    });
  }

  async finish(address, fields) {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    body.set("csrfmiddlewaretoken", this.token());
    body.append("upload", address.match(/([0-9a-f-]{36})\/?$/)[1]);
    body.append("whole", "1"); // last, so that a body cut on its way lacks it
    for (const wait of [...PAUSES, null]) {
      let answer;
      try {
        answer = await fetch(this.form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      } catch {
        if (wait === null) throw { lost: true };
        this.onWaiting();
        await pause(Math.max(wait, 500));
        continue;
      }
      const said = await answer.json().catch(() => ({}));
      if (answer.ok && said.kinds) {
        await this.forget();
        return said;
      }
      if (answer.status === 422) await this.forget();
      throw { text: said.error, final: answer.status === 422 };
    }
  }

  /** Forget where it was sent to: the next time the same file is another upload. */
  async forget() {
    const { defaultOptions } = await tus();
    for (const earlier of await this.upload.findPreviousUploads()) {
      await defaultOptions.urlStorage.removeUpload(earlier.urlStorageKey);
    }
  }

  cancel() {
    this.reject?.({ cancelled: true });
    this.upload?.abort(true).catch(() => {});
  }
}
