// Where the files come from: a folder that was chosen, or a zip in the one form in which Lempu writes it.
const WIDE = 0xffffffff;
const u16 = (n) => [n & 255, n >>> 8], u32 = (n) => [n & 255, n >>> 8 & 255, n >>> 16 & 255, n >>> 24];
const u64 = (n) => [...u32(n % 4294967296), ...u32(Math.floor(n / 4294967296))];
const FORM = [...u16(0x0800), ...u16(0), ...u16(0), ...u16(0x21)];
const local = (name, crc, size) => Uint8Array.from([...u32(0x04034b50), ...u16(20), ...FORM, ...u32(crc), ...u32(size), ...u32(size), ...u16(name.length), ...u16(0), ...name]);
function central(name, crc, size, offset) {
  const extra = offset >= WIDE ? [...u16(1), ...u16(8), ...u64(offset)] : [];
  return Uint8Array.from([...u32(0x02014b50), ...u16(0x0314), ...u16(extra.length ? 45 : 20), ...FORM, ...u32(crc), ...u32(size), ...u32(size), ...u16(name.length), ...u16(extra.length), ...u16(0), ...u16(0), ...u16(0), ...u32(0o100644 << 16 >>> 0), ...u32(Math.min(offset, WIDE)), ...name, ...extra]);
}
function ending(count, size, offset) {
  const wide = count >= 0xffff || offset >= WIDE ? [...u32(0x06064b50), ...u64(44), ...u16(0x0314), ...u16(45), ...u32(0), ...u32(0), ...u64(count), ...u64(count), ...u64(size), ...u64(offset), ...u32(0x07064b50), ...u32(0), ...u64(offset + size), ...u32(1)] : [];
  const few = Math.min(count, 0xffff);
  return Uint8Array.from([...wide, ...u32(0x06054b50), ...u16(0), ...u16(0), ...u16(few), ...u16(few), ...u32(size), ...u32(Math.min(offset, WIDE)), ...u16(0)]);
}
const CRC = Int32Array.from({ length: 256 }, (_, n) => { for (let i = 0; i < 8; i++) n = n & 1 ? n >>> 1 ^ 0xedb88320 : n >>> 1; return n; });
function crc32(bytes) { let crc = -1; for (let i = 0; i < bytes.length; i++) crc = CRC[(crc ^ bytes[i]) & 255] ^ crc >>> 8; return ~crc >>> 0; }
const byName = (a, b) => { const x = utf8(a), y = utf8(b); for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return x[i] - y[i]; return x.length - y.length; };

class Folder {
  constructor(files) {
    this.files = new Map(Array.from(files, (file) => [file.webkitRelativePath.split("/").slice(1).join("/"), file]));
    this.names = [...this.files.keys()].sort(byName);
  }
  async bytes(name) { return new Uint8Array(await this.files.get(name).arrayBuffer()); }
}
class Zip {
  constructor(file, blame) { this.file = file; this.blame = blame; this.names = []; this.places = new Map(); }
  async slice(at, size) {
    if (at < 0 || size < 0) throw new Error("arsip terlalu pendek");
    return new Uint8Array(await this.file.slice(at, at + size).arrayBuffer());
  }
  async open() {
    const length = this.file.size, tail = new DataView((await this.slice(length - 22, 22)).buffer);
    if (tail.byteLength !== 22 || tail.getUint32(0, true) !== 0x06054b50) throw new Error("akhir arsip tidak ditemukan");
    let count = tail.getUint16(10, true), size = tail.getUint32(12, true), offset = tail.getUint32(16, true);
    if (count === 0xffff || offset === WIDE) {
      const wide = new DataView((await this.slice(length - 98, 56)).buffer);
      [count, size, offset] = [32, 40, 48].map((at) => Number(wide.getBigUint64(at, true)));
    }
    if (offset + size > length) throw new Error("daftar isi arsip menunjuk ke luar arsip");
    const directory = await this.slice(offset, size);
    let here = 0, at = 0;
    while (here < directory.length) [here, at] = await this.line(directory, here, at);
    if (at !== offset || here !== size || count !== this.places.size) this.blame("arsip zip", "ada bita di antara berkas, atau daftar isinya tidak cocok");
    if (!same(await this.slice(offset + size, length), ending(count, size, offset))) this.blame("arsip zip", "akhir arsip berubah");
    if (this.names.join("\n") !== [...this.names].sort(byName).join("\n")) this.blame("arsip zip", "urutan berkas berubah");
  }
  async line(directory, here, at) {
    const view = new DataView(directory.buffer);
    const crc = view.getUint32(here + 16, true), size = view.getUint32(here + 20, true);
    const length = view.getUint16(here + 28, true), extra = view.getUint16(here + 30, true), remark = view.getUint16(here + 32, true);
    const raw = directory.slice(here + 46, here + 46 + length), name = new TextDecoder().decode(raw);
    const after = here + 46 + length + extra + remark, head = local(raw, crc, size);
    if (!same(directory.slice(here, after), central(raw, crc, size, at))) this.blame(name, "kepala arsip berubah");
    if (this.places.has(name)) this.blame(name, "ada dua kali di dalam arsip");
    if (!same(await this.slice(at, head.length), head)) this.blame(name, "kepala arsip berubah");
    this.places.set(name, { at: at + head.length, size, crc });
    this.names.push(name);
    return [after, at + head.length + size];
  }
  async bytes(name) {
    const place = this.places.get(name), found = await this.slice(place.at, place.size);
    if (crc32(found) !== place.crc) this.blame(name, "isi tidak cocok dengan jumlah periksanya di dalam arsip");
    return found;
  }
}
