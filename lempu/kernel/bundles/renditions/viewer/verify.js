// Checks a whole bundle as lempu_verify.py does, step by step, each as far as it can be taken.
const OUTSIDE = ["manifest.json", "manifest.sig"], ENTRIES = "ledger/entries.jsonl", SEALS = "ledger/seals.txt", WORDS = "ledger/words.jsonl";
const GENESIS = "0".repeat(64);
const pause = () => new Promise((resolve) => setTimeout(resolve));
class Bundle {
  constructor(source, key, say) {
    Object.assign(this, { source, key, say, faults: [], warnings: [], manifest: {}, keys: [], seals: [], facts: {}, known: new Set() });
    this.blame = (where, what) => { if (this.faults.length < 1000 && !this.faults.some((f) => f[0] === where && f[1] === what)) this.faults.push([where, what]); };
    if (source instanceof Zip) source.blame = this.blame;
  }
  async run() {
    const steps = [["arsip", this.open], ["manifest.json", this.readManifest], ["keys.txt", this.readKeys], ["manifest.json", this.files], [SEALS, this.readSeals], ["ledger", this.ledger]];
    for (const [place, step] of steps) {
      try { await step.call(this); } catch (error) {
        this.blame(place, `tidak dapat dibaca (${error.message})`);
        if (place === "arsip") break;
      }
    }
    return this;
  }
  async open() { if (this.source instanceof Zip) await this.source.open(); }
  async text(name) {
    if (!this.source.names.includes(name)) { this.blame(name, "tidak ada"); return ""; }
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await this.source.bytes(name));
  }
  async readManifest() {
    this.manifest = JSON.parse(await this.text("manifest.json"));
    if (this.manifest.format !== 1 || !["bundle", "proof"].includes(this.manifest.kind)) this.blame("manifest.json", "bentuk berkas bukti ini tidak dikenal");
  }
  async signed(key, text, signature) { try { return await holds(unhex(key), utf8(text), unhex(signature)); } catch { return false; } }
  async readKeys() {
    for (const line of lines(await this.text("keys.txt"))) {
      const [, signature, endorsement, body] = /^(\S+) (\S+) (.*)$/s.exec(line), key = JSON.parse(body), last = this.keys.at(-1), where = `keys.txt, kunci ${key.number}`;
      if (key.kind !== "key" || key.number !== this.keys.length + 1) this.blame(where, "bukan pernyataan kunci, atau nomornya melompat");
      if (!await this.signed(key.public, body, signature)) this.blame(where, "tanda tangan kunci itu sendiri tidak cocok");
      if (key.previous !== (last ? last.public : "")) this.blame(where, "tidak menyebut kunci sebelumnya");
      if (key.reason === "rotated" && last) { if (!await this.signed(last.public, body, endorsement)) this.blame(where, "serah terima tidak ditandatangani kunci sebelumnya"); }
      else if (key.reason !== (last ? "lost" : "first")) this.blame(where, "alasan penggantian kunci tidak dikenal");
      this.keys.push(key);
    }
    this.known = new Set(this.keys.map((key) => key.public));
    if (this.key) {
      this.known = this.trusted();
      if (!this.known.size) this.blame("keys.txt", "kunci yang Anda sebut tidak ada di sini: bukan dari pemasangan itu");
    } else if (this.keys.some((key) => key.reason === "lost")) this.warnings.push("Kunci pernah hilang dan diganti tanpa serah terima; bandingkan segel dengan yang tercetak.");
    if (!this.known.has(this.manifest.key)) this.blame("manifest.json", "ditandatangani kunci yang tidak dikenal");
    const signature = await this.text("manifest.sig");
    if (!/^[0-9a-f]{128}\n$/.test(signature) || !await this.signed(this.manifest.key, await this.text("manifest.json"), signature.trim())) this.blame("manifest.json", "tanda tangan di manifest.sig tidak cocok");
  }
  trusted() {
    const place = this.keys.findIndex((key) => key.public === this.key);
    if (place < 0) return new Set();
    const found = this.keys.slice(0, place + 1);
    for (const key of this.keys.slice(place + 1)) { if (key.reason !== "rotated") break; found.push(key); }
    return new Set(found.map((key) => key.public));
  }
  async files() {
    const listed = new Map(this.manifest.files.map((item) => [item.path, item])), names = [...listed.keys()];
    if (listed.size !== this.manifest.files.length || names.join("\n") !== [...names].sort(byName).join("\n")) this.blame("manifest.json", "daftar berkas tidak berurutan");
    for (const name of this.source.names) if (!listed.has(name) && !OUTSIDE.includes(name)) this.blame(name, "ditambahkan: tidak tercantum di manifest.json");
    const there = new Set(this.source.names);
    let done = 0;
    for (const [name, item] of listed) {
      this.say("berkas", done++, listed.size);
      if (!there.has(name)) { this.blame(name, "hilang"); continue; }
      const bytes = await this.source.bytes(name);
      if (bytes.length !== item.size || await sha256Of(bytes) !== item.sha256) this.blame(name, "berubah: sidik jarinya tidak cocok");
    }
    this.facts.files = listed.size;
  }
  async readSeals() {
    for (const line of lines(await this.text(SEALS))) {
      const [, signature, body] = /^(\S+) (.*)$/s.exec(line), seal = JSON.parse(body), last = this.seals.at(-1), where = `${SEALS}, segel ${seal.number}`;
      seal.hash = hex(sha256(utf8(body)));
      if (seal.kind !== "seal") this.blame(where, "bukan segel");
      if (!this.known.has(seal.key)) this.blame(where, "dibuat dengan kunci yang tidak dikenal");
      if (!await this.signed(seal.key, body, signature)) this.blame(where, "tanda tangan tidak cocok");
      if (seal.office !== this.manifest.office) this.blame(where, "milik satker lain");
      if (!last ? (seal.number === 1) !== (seal.previous === GENESIS) : seal.number !== last.number + 1 || seal.previous !== last.hash) this.blame(where, "tidak menyambung pada segel sebelumnya");
      else if (last && seal.size <= last.size) this.blame(where, "tidak mencakup lebih dari segel sebelumnya");
      this.seals.push(seal);
    }
    if (!this.seals.length) this.blame(SEALS, "tidak ada segel");
    this.facts.seals = this.seals.length;
  }
  async ledger() {
    const proofs = JSON.parse(await this.text("ledger/proofs.json")), bytes = await this.source.bytes(ENTRIES);
    this.named = new Map();
    for (const item of this.manifest.files) if (item.entry) this.named.set(item.entry, [...this.named.get(item.entry) || [], item]);
    this.words = new Map();
    if (this.source.names.includes(WORDS)) for (const line of lines(await this.text(WORDS))) { const facts = JSON.parse(line); this.words.set(facts.entry, facts.texts); }
    if (this.manifest.kind === "proof") this.single(proofs, bytes); else await this.segment(proofs, bytes);
    for (const number of this.words.keys()) this.blame(`${WORDS}, entri ${number}`, "entri itu tidak ada");
    for (const [number, items] of this.named) this.blame(items[0].path, `entri ${number} yang disebutnya tidak ada`);
  }
  meet(number, body) {
    for (const item of this.named.get(number) || []) if (!new TextDecoder().decode(body).includes(item.sha256)) this.blame(item.path, `entri ${number} buku jejak tidak menyebut berkas ini`);
    this.named.delete(number);
    const told = Object.entries(this.words.get(number) || {}), written = told.length ? new TextDecoder().decode(body) : "";
    for (const [mark, [salt, words]] of told) if (hex(sha256(utf8(`${salt}\n${words}`))) !== mark || !written.includes(`{"words":"${mark}"}`)) this.blame(`${WORDS}, entri ${number}`, "bukan yang tercatat di entri itu");
    this.words.delete(number);
  }
  async segment(proofs, bytes) {
    const tree = new Growing(proofs.first - 1, proofs.before.map(unhex)), last = this.seals.at(-1);
    let waiting = [...this.seals], previous = tree.size ? "" : GENESIS;
    if (waiting[0].size < tree.size) {
      const first = waiting.shift();
      if (!isConsistent(first.size, unhex(first.root), last.size, unhex(last.root), (proofs.consistency || []).map(unhex))) this.blame("ledger/proofs.json", "pohon segel terakhir bukan kelanjutan segel sebelumnya");
    }
    const compare = () => {
      while (waiting.length && waiting[0].size === tree.size) {
        const seal = waiting.shift(), where = `${SEALS}, segel ${seal.number}`;
        if (hex(tree.root()) !== seal.root) this.blame(where, `akar pohon atas ${seal.size} entri tidak cocok`);
        else if (previous && previous !== seal.head) this.blame(where, "menyebut entri terakhir yang lain");
      }
    };
    compare();
    let at = 0, number = proofs.first - 1;
    while (at < bytes.length) {
      let end = bytes.indexOf(10, at);
      if (end < 0) { this.blame(ENTRIES, "baris terakhir tidak utuh"); end = bytes.length; }
      const body = bytes.subarray(at, end);
      number++;
      this.follows(body, previous, number);
      const digest = sha256(body);
      previous = hex(digest);
      tree.add(digest);
      if (this.named.has(number) || this.words.has(number)) this.meet(number, body);
      compare();
      at = end + 1;
      if (number % 2000 === 0) { this.say("entri", at, bytes.length); await pause(); }
    }
    for (const seal of waiting) this.blame(`${SEALS}, segel ${seal.number}`, `mencakup ${seal.size} entri; hanya ada ${number}`);
    if (tree.size !== last.size) this.blame(ENTRIES, `segel terakhir mencakup ${last.size} entri, ada ${tree.size}`);
    this.facts.entries = number - proofs.first + 1;
  }
  follows(body, previous, number) {
    const where = `${ENTRIES}, entri ${number}`;
    const tail = new TextDecoder("latin1").decode(body.subarray(-300)), at = tail.lastIndexOf(',"previous":"');
    // as a canonical body ends; what ends otherwise is read as JSON, to say what is wrong
    if (at >= 0 && (!previous || tail.startsWith(previous, at + 13)) && tail.startsWith(`","seq":${number},"subject":"`, at + 77) && tail.indexOf('"', at + 97 + String(number).length) === tail.length - 2 && tail.endsWith("}")) return;
    let facts;
    try { facts = JSON.parse(new TextDecoder().decode(body)); } catch { this.blame(where, "bukan entri"); return; }
    if (facts.seq !== number) this.blame(where, `berisi nomor ${facts.seq}: entri hilang, ditambah, atau ditukar`);
    else if (previous && facts.previous !== previous) this.blame(where, "tidak menyambung pada entri sebelumnya");
    else this.blame(where, "tidak dalam bentuk bakunya");
  }
  single(proofs, bytes) {
    const seal = this.seals.at(-1), body = bytes.subarray(0, bytes.length - 1);
    if (bytes.at(-1) !== 10 || body.includes(10) || this.seals.length !== 1) this.blame(ENTRIES, "bukti satu dokumen memuat tepat satu entri dan satu segel");
    if (!isIncluded(sha256(body), proofs.first - 1, seal.size, proofs.inclusion.map(unhex), unhex(seal.root))) this.blame("ledger/proofs.json", `entri ${proofs.first} tidak termasuk dalam pohon segel ${seal.number}`);
    this.meet(proofs.first, body);
    this.facts.entries = 1;
  }
}
function lines(text) { const found = text.split("\n"); if (found.at(-1) === "") found.pop(); return found; }
