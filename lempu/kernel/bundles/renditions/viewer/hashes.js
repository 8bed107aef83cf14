"use strict";
// SHA-256 for many short texts at once (Web Crypto answers one promise each, which 100,000 entries do not
// wait for), Web Crypto for whole files, and Ed25519 by Web Crypto or, where a browser has none, in BigInt.
const K = new Int32Array(64), H0 = new Int32Array(8);
(() => {
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const part = (x) => ((x - Math.floor(x)) * 4294967296) | 0;
  primes.forEach((p, i) => { K[i] = part(Math.cbrt(p)); if (i < 8) H0[i] = part(Math.sqrt(p)); });
})();
const W = new Int32Array(64), STATE = new Int32Array(8), TAIL = new Uint8Array(128);
function block(data, at) {
  for (let i = 0; i < 16; i++, at += 4) W[i] = (data[at] << 24) | (data[at + 1] << 16) | (data[at + 2] << 8) | data[at + 3];
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15], y = W[i - 2];
    const s = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const t = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (W[i - 16] + s + W[i - 7] + t) | 0;
  }
  let [a, b, c, d, e, f, g, h] = STATE;
  for (let i = 0; i < 64; i++) {
    const s = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + s + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const t = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (t + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  STATE[0] += a; STATE[1] += b; STATE[2] += c; STATE[3] += d; STATE[4] += e; STATE[5] += f; STATE[6] += g; STATE[7] += h;
}
function sha256(data) {
  STATE.set(H0);
  const whole = data.length & ~63, rest = data.length - whole, end = rest < 56 ? 64 : 128;
  for (let at = 0; at < whole; at += 64) block(data, at);
  TAIL.fill(0);
  TAIL.set(data.subarray(whole));
  TAIL[rest] = 128;
  const bits = data.length * 8;
  new DataView(TAIL.buffer).setUint32(end - 8, Math.floor(bits / 4294967296));
  new DataView(TAIL.buffer).setUint32(end - 4, bits >>> 0);
  block(TAIL, 0);
  if (end === 128) block(TAIL, 64);
  const made = new Uint8Array(32), view = new DataView(made.buffer);
  for (let i = 0; i < 8; i++) view.setInt32(i * 4, STATE[i]);
  return made;
}
const HEX = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, "0"));
const hex = (bytes) => { let text = ""; for (const byte of bytes) text += HEX[byte]; return text; };
const utf8 = (text) => new TextEncoder().encode(text);
function unhex(text) {
  if (typeof text !== "string" || text.length % 2 || !/^[0-9a-f]*$/.test(text)) throw new Error("bukan heksadesimal");
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.substr(i * 2, 2), 16));
}
const sha256Of = async (buffer) => hex(new Uint8Array(await crypto.subtle.digest("SHA-256", buffer)));
const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

const NODE = new Uint8Array(65), LEAF = new Uint8Array(33);
NODE[0] = 1;
const nodeOf = (left, right) => { NODE.set(left, 1); NODE.set(right, 33); return sha256(NODE); };
const leafOf = (entry) => { LEAF.set(entry, 1); return sha256(LEAF); };
class Growing {
  constructor(size = 0, peaks = []) {
    if (size.toString(2).replaceAll("0", "").length !== peaks.length) throw new Error("puncak pohon tidak cocok");
    this.size = size; this.peaks = peaks;
  }
  add(entry) {
    let made = leafOf(entry);
    for (let left = this.size; left % 2; left = Math.floor(left / 2)) made = nodeOf(this.peaks.pop(), made);
    this.peaks.push(made); this.size++;
  }
  root() { return this.peaks.length ? this.peaks.slice(0, -1).reduceRight((made, peak) => nodeOf(peak, made), this.peaks.at(-1)) : sha256(new Uint8Array()); }
}
function isIncluded(entry, index, size, path, root) {
  if (!(index >= 0 && index < size)) return false;
  let here = index, last = size - 1, made = leafOf(entry);
  for (const step of path) {
    if (!last) return false;
    if (here % 2 || here === last) {
      made = nodeOf(step, made);
      while (here && here % 2 === 0) { here /= 2; last = Math.floor(last / 2); }
    } else made = nodeOf(made, step);
    here = Math.floor(here / 2); last = Math.floor(last / 2);
  }
  return last === 0 && same(made, root);
}
function isConsistent(first, firstRoot, second, secondRoot, path) {
  if (!(first > 0 && first <= second)) return false;
  if (first === second) return !path.length && same(firstRoot, secondRoot);
  const steps = Number.isInteger(Math.log2(first)) ? [firstRoot, ...path] : path;
  if (!steps.length) return false;
  let here = first - 1, last = second - 1;
  while (here % 2) { here = (here - 1) / 2; last = Math.floor(last / 2); }
  let early = steps[0], late = steps[0];
  for (const step of steps.slice(1)) {
    if (!last) return false;
    if (here % 2 || here === last) {
      early = nodeOf(step, early); late = nodeOf(step, late);
      while (here && here % 2 === 0) { here /= 2; last = Math.floor(last / 2); }
    } else late = nodeOf(late, step);
    here = Math.floor(here / 2); last = Math.floor(last / 2);
  }
  return last === 0 && same(early, firstRoot) && same(late, secondRoot);
}

// Ed25519 without Web Crypto (RFC 8032), for older browsers. Public values only.
const P = 2n ** 255n - 19n, L = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (a) => { const r = a % P; return r < 0n ? r + P : r; };
function power(base, exponent) { let made = 1n; for (base = mod(base); exponent; exponent >>= 1n) { if (exponent & 1n) made = made * base % P; base = base * base % P; } return made; }
const D = mod(-121665n * power(121666n, P - 2n)), I = power(2n, (P - 1n) / 4n);
const number = (bytes) => BigInt("0x" + hex(Uint8Array.from(bytes).reverse()));
function decoded(bytes) {
  const all = number(bytes), sign = all >> 255n, y = all & (2n ** 255n - 1n);
  if (y >= P) return null;
  const square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x - square)) x = x * I % P;
  if (mod(x * x - square) || (!x && sign)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, x * y % P];
}
function added(p, q) {
  const a = mod((p[1] - p[0]) * (q[1] - q[0])), b = mod((p[1] + p[0]) * (q[1] + q[0]));
  const c = mod(2n * p[3] * q[3] * D), d = mod(2n * p[2] * q[2]), e = b - a, f = d - c, g = d + c, h = b + a;
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}
function times(scalar, point) { let made = [0n, 1n, 1n, 0n]; for (let i = 255n; i >= 0n; i--) { made = added(made, made); if (scalar >> i & 1n) made = added(made, point); } return made; }
async function holdsByHand(key, message, signature) {
  const point = decoded(key), r = signature.slice(0, 32), s = number(signature.slice(32));
  if (!point || s >= L || !decoded(r)) return false;
  const joined = new Uint8Array(64 + message.length);
  joined.set(r); joined.set(key, 32); joined.set(message, 64);
  const k = number(new Uint8Array(await crypto.subtle.digest("SHA-512", joined))) % L;
  const base = decoded(unhex("58" + "66".repeat(31)));
  const made = added(times(s, base), times(k, [P - point[0], point[1], 1n, P - point[3]]));
  const z = power(made[2], P - 2n), x = mod(made[0] * z), y = mod(made[1] * z);
  return number(r) === (y | (x & 1n) << 255n);
}
let method = "";
async function holds(key, message, signature) {
  if (key.length !== 32 || signature.length !== 64) return false;
  if (!method) {
    try { await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]); method = "Web Crypto"; } catch { method = "JavaScript di halaman ini"; }
  }
  if (method !== "Web Crypto") return holdsByHand(key, message, signature);
  const public_ = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", public_, signature, message);
}
