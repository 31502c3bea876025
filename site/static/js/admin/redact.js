// Draws rectangles on a picture and writes them into the number fields below it, which say the same without this file.

const form = document.querySelector("[data-redact]");
const SIDES = ["left", "top", "width", "height"];
const STEP = 1;

if (form) {
  const stage = form.querySelector("[data-redact-stage]");
  const status = form.querySelector("[data-redact-status]");
  const rows = [...form.querySelectorAll("[data-redact-row]")].map((row) => [...row.querySelectorAll("input")]);
  const boxes = new Map();
  form.querySelector("[data-redact-tools]").hidden = false;

  const within = (value, most = 100) => Math.min(most, Math.max(0, value));
  const values = (row) => row.map((field) => Number.parseFloat(field.value));
  const isFilled = (row) => values(row).every((value) => Number.isFinite(value)) && values(row)[2] > 0 && values(row)[3] > 0;
  const free = () => rows.find((row) => row.every((field) => field.value === ""));

  function write(row, numbers) {
    row.forEach((field, place) => {
      field.value = numbers === undefined ? "" : numbers[place].toFixed(1);
    });
    draw(row);
  }

  function draw(row) {
    let box = boxes.get(row);
    if (!isFilled(row)) {
      box?.remove();
      boxes.delete(row);
      return;
    }
    if (!box) {
      box = document.createElement("button");
      box.type = "button";
      box.className = "redact__box";
      box.addEventListener("keydown", (event) => byKey(event, row));
      stage.append(box);
      boxes.set(row, box);
    }
    const numbers = values(row);
    SIDES.forEach((side, place) => box.style.setProperty(`--${side}`, `${numbers[place]}%`));
    box.setAttribute("aria-label", `${form.dataset.word} ${rows.indexOf(row) + 1}: ${numbers.map((value) => `${value}%`).join(", ")}`);
  }

  function byKey(event, row) {
    const [left, top, width, height] = values(row);
    const across = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key] ?? 0;
    const down = { ArrowUp: -STEP, ArrowDown: STEP }[event.key] ?? 0;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      write(row, undefined);
      form.querySelector("[data-redact-add]").focus();
    } else if (across || down) {
      event.preventDefault();
      if (event.shiftKey) {
        write(row, [left, top, Math.max(STEP, within(width + across, 100 - left)), Math.max(STEP, within(height + down, 100 - top))]);
      } else {
        write(row, [within(left + across, 100 - width), within(top + down, 100 - height), width, height]);
      }
      status.textContent = boxes.get(row)?.getAttribute("aria-label") ?? "";
    }
  }

  const place = (event) => {
    const frame = stage.getBoundingClientRect();
    return [within(((event.clientX - frame.left) / frame.width) * 100), within(((event.clientY - frame.top) / frame.height) * 100)];
  };

  stage.addEventListener("pointerdown", (event) => {
    const row = free();
    if (!row || event.button !== 0 || event.target.closest(".redact__box")) return;
    event.preventDefault();
    stage.setPointerCapture(event.pointerId);
    const [startX, startY] = place(event);
    const move = (moved) => {
      const [x, y] = place(moved);
      write(row, [Math.min(startX, x), Math.min(startY, y), Math.abs(x - startX), Math.abs(y - startY)]);
    };
    const end = (last) => {
      stage.removeEventListener("pointermove", move);
      stage.removeEventListener("pointerup", end);
      stage.removeEventListener("pointercancel", end);
      const [, , width, height] = values(row);
      // A tap is no rectangle.
      if (last.type === "pointercancel" || !(width > 0.5 && height > 0.5)) write(row, undefined);
    };
    stage.addEventListener("pointermove", move);
    stage.addEventListener("pointerup", end);
    stage.addEventListener("pointercancel", end);
  });

  form.querySelector("[data-redact-add]").addEventListener("click", () => {
    const row = free();
    if (!row) return;
    write(row, [40, 40, 20, 20]);
    boxes.get(row).focus();
  });

  for (const row of rows) {
    for (const field of row) field.addEventListener("input", () => draw(row));
    draw(row);
  }
}
