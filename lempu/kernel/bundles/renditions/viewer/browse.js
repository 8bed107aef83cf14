// The page: what the bundle holds, a look at each file, and the verdict.
const data = window.LEMPU || null, get = (id) => document.getElementById(id);
function make(tag, words, rest = {}) { const made = Object.assign(document.createElement(tag), rest); if (words) made.textContent = words; return made; }
const day = (moment) => new Date(moment).toLocaleString("id-ID", { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" });
const size = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1).replace(".", ",")} MB`;
const address = (path) => path.split("/").map(encodeURIComponent).join("/");
function fileLine(file, words) {
  const line = make("div", "", { className: "file" });
  line.append(make("span", words || file.name));
  if (/\.(pdf|jpe?g|png|gif|webp|txt|csv)$/.test(file.path)) line.append(make("button", "Lihat", { type: "button", ariaLabel: `Lihat ${words || file.name}`, onclick: () => look(file) }));
  line.append(make("a", "Buka", { href: address(file.path), target: "_blank", ariaLabel: `Buka ${words || file.name}` }));
  line.append(make("span", `${size(file.size)} · ${file.entry ? `entri ${file.entry} · ` : ""}${file.sha256.slice(0, 12)}`, { className: "meta" }));
  return line;
}
function look(file) {
  get("lihat-nama").textContent = file.name;
  const isPicture = /\.(jpe?g|png|gif|webp)$/.test(file.path);
  get("lihat-isi").replaceChildren(isPicture ? make("img", "", { src: address(file.path), alt: file.name }) : make("iframe", "", { src: address(file.path), title: file.name }));
  get("lihat").showModal();
}
function month(row) {
  const box = make("div", "", { className: "month" }), head = make("h4", row.name);
  head.append(make("span", ` · ${row.state}${row.late ? ", terlambat" : ""}`, { className: "state" }));
  box.append(head);
  for (const piece of row.evidence) {
    const words = [piece.kind, piece.number, piece.date].filter(Boolean).join(" · ");
    if (piece.file) box.append(fileLine(piece.file, words));
    else { const line = make("div", "", { className: "file" }); line.append(make("span", words), piece.url ? make("a", piece.url, { href: piece.url, rel: "noreferrer", target: "_blank" }) : make("span", piece.source)); box.append(line); }
    if (piece.note) box.append(make("p", piece.note, { className: "meta" }));
  }
  if (row.history.length) {
    const details = make("details"), list = make("ol", "", { className: "history" });
    details.append(make("summary", `Riwayat (${row.history.length})`), list);
    for (const line of row.history) list.append(make("li", `${day(line.at)}, ${line.who}: ${line.words}${line.reason ? ` · ${line.reason}` : ""} (entri ${line.seq})`));
    box.append(details);
  }
  return box;
}
function programme(each) {
  const box = make("section", "", { className: "programme" });
  box.append(make("h2", `${each.number}. ${each.name}`));
  for (const row of each.rows) {
    const details = make("details", "", { className: "row" }), count = row.months.reduce((sum, one) => sum + one.evidence.length, 0);
    details.append(make("summary", `${row.code} ${row.name} (${count} bukti)`));
    details.addEventListener("toggle", () => { if (details.open && details.children.length === 1) details.append(make("p", row.indicator), ...row.months.map(month)); });
    box.append(details);
  }
  return box;
}
function questions(list) {
  const box = make("section", "", { className: "programme" }), areas = new Map();
  box.append(make("h2", "Menurut pertanyaan LKE"));
  for (const each of list) areas.set(each.area, [...areas.get(each.area) || [], each]);
  for (const [area, asked] of areas) {
    const details = make("details", "", { className: "row" }), lines = make("ul");
    details.append(make("summary", `${area} (${asked.length} pertanyaan dengan bukti)`), lines);
    for (const each of asked) {
      const line = make("li");
      line.append(make("a", `${each.item} ${each.text}`, { href: address(each.page), target: "_blank" }), make("span", ` ${each.evidence.length} bukti`, { className: "meta" }));
      lines.append(line);
    }
    box.append(details);
  }
  return box;
}
function show() {
  get("satker").textContent = data.office.name;
  const title = data.kind === "proof" ? `Bukti satu dokumen: ${data.document.kind}` : `Berkas bukti rencana aksi ${data.year}`;
  get("judul").textContent = document.title = title;
  get("segel").textContent = `Segel ${data.seal.number}, ${day(data.seal.at)}, mencakup ${data.seal.size} entri. Sidik jari ${data.seal.hash}. Kunci ${data.seal.key}.`;
  const list = get("daftar");
  if (data.kind === "proof") {
    list.append(fileLine(data.document, data.document.name));
    list.append(make("p", `Dokumen ini tercatat ${day(data.document.at)} sebagai entri ${data.document.entry} buku jejak ${data.office.name}. Sidik jarinya ${data.document.sha256}. Sejak segel di atas, catatan itu tidak dapat diubah tanpa terlihat.`));
    return;
  }
  const papers = make("section", "", { className: "programme" });
  papers.append(make("h2", "Lampiran dan laporan"), ...[...data.papers, ...data.reports].map((file) => fileLine(file)));
  list.append(papers, ...(data.questions.length ? [questions(data.questions)] : []), ...data.programmes.map(programme));
}
async function verify(source) {
  const result = get("hasil"), key = get("kunci").value.trim().toLowerCase(), begun = performance.now();
  const label = make("p", "Memeriksa…"), bar = make("progress", "", { max: 1, value: 0, ariaLabel: "Kemajuan pemeriksaan" });
  result.replaceChildren(label, bar);
  await pause();
  const say = (what, done, total) => { label.textContent = what === "berkas" ? `Memeriksa berkas: ${done} dari ${total}` : "Memeriksa entri buku jejak…"; bar.value = total ? done / total : 0; };
  const bundle = await new Bundle(source, key, say).run(), seconds = ((performance.now() - begun) / 1000).toFixed(1).replace(".", ",");
  const box = make("div", "", { className: bundle.faults.length ? "verdict is-bad" : "verdict" }), list = make("ul");
  box.dataset.seconds = seconds;
  if (bundle.faults.length) {
    box.append(make("h3", `Tidak utuh: ${bundle.faults.length} hal tidak cocok`));
    for (const [where, what] of bundle.faults) list.append(make("li", `${where}: ${what}`));
  } else {
    const f = bundle.facts;
    box.append(make("h3", "Utuh"), make("p", `${f.files} berkas, ${f.entries} entri, ${f.seals} segel dihitung ulang dalam ${seconds} detik. Tidak ada yang berubah sejak disegel.`));
    box.append(make("p", `Tanda tangan Ed25519 diperiksa dengan ${method}. ${key ? "Kuncinya dibandingkan dengan yang Anda sebut." : `Kuncinya belum dibandingkan: cocokkan ${bundle.manifest.key} dengan yang tercetak di laporan satker.`}`, { className: "meta" }));
  }
  for (const warning of bundle.warnings) list.append(make("li", warning));
  if (list.children.length) box.append(list);
  result.replaceChildren(box);
}
get("pilih-zip").addEventListener("change", (event) => { const [file] = event.target.files; if (file) verify(new Zip(file)); event.target.value = ""; });
get("pilih-folder").addEventListener("change", (event) => { if (event.target.files.length) verify(new Folder(event.target.files)); });
get("tutup").addEventListener("click", () => { get("lihat").close(); get("lihat-isi").replaceChildren(); });
if (data) show();
