// Files a person chose and that are not with the server yet, kept by the browser so that they go on after a
// reload. Everything here may fail (a private window, no room): then only the reload loses them.

const STORE = "files";
const LONGEST = 24 * 60 * 60 * 1000;

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("lempu-uploads", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function within(mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const result = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(result.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Remember a file of a person for a page; the key to forget it by, or nothing. */
export function remember(file, whose, fields) {
  return within("readwrite", (store) => store.add({ file, whose, fields, at: Date.now() })).catch(() => undefined);
}

export function forget(key) {
  if (key === undefined) return Promise.resolve();
  return within("readwrite", (store) => store.delete(key)).catch(() => {});
}

/** What waits for that person and page, as {key, file, fields}; what is a day old goes. */
export async function waitingFor(whose) {
  const found = [];
  await within("readwrite", (store) => {
    const request = store.openCursor();
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return;
      if (Date.now() - cursor.value.at > LONGEST) cursor.delete();
      else if (cursor.value.whose === whose) found.push({ key: cursor.primaryKey, ...cursor.value });
      cursor.continue();
    };
    return request;
  }).catch(() => {});
  return found;
}
