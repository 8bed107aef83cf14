// Initials drawn with a finger: kept as a path of whole points on a field of 300 by 100, sent with the form.
// Without this module the form asks for typed initials.

const MOST = 5800;
const pad = document.querySelector("[data-pad]");

if (pad) {
  const canvas = pad.querySelector("canvas");
  const field = document.querySelector("[name=strokes]");
  const pen = canvas.getContext("2d");
  let path = "";
  let last = null;

  pad.hidden = false;
  pen.lineWidth = 4;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = "#141c2b";

  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    const within = (value, size) => Math.max(0, Math.min(size, Math.round(value)));
    return [
      within(((event.clientX - box.left) / box.width) * 300, 300),
      within(((event.clientY - box.top) / box.height) * 100, 100),
    ];
  };

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    if (path.length < MOST) path += `M${last[0]} ${last[1]}`;
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last || path.length > MOST) return;
    const point = at(event);
    if (Math.abs(point[0] - last[0]) + Math.abs(point[1] - last[1]) < 2) return;
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...point);
    pen.stroke();
    path += `L${point[0]} ${point[1]}`;
    last = point;
  });
  const end = () => {
    last = null;
    // A tap without a line is none.
    path = path.replace(/M\d+ \d+(?=M|$)/g, "");
    field.value = path;
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  pad.querySelector("[data-wipe]").addEventListener("click", () => {
    pen.clearRect(0, 0, 300, 100);
    path = field.value = "";
  });
}
