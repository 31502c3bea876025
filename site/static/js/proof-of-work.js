// The check that people need not notice: from the first touch of a form the browser looks, in short slices, for the number
// whose hash the server asked for, and sends it with the form. Without this script the question in the form stays.
import { hasher } from "./sha256.js";

const SLICE_MS = 8;

function words(hex) {
  return Array.from({ length: 8 }, (_, i) => parseInt(hex.slice(i * 8, i * 8 + 8), 16));
}

function search({ salt, challenge, largest }) {
  const hash = hasher(salt);
  const wanted = words(challenge);
  return new Promise((resolve) => {
    let number = 0;
    const slice = () => {
      const until = performance.now() + SLICE_MS;
      do {
        for (let i = 0; i < 50 && number <= largest; i += 1, number += 1) {
          const got = hash(String(number));
          if (got[0] === wanted[0] && wanted.every((word, at) => word === got[at])) return resolve(number);
        }
        if (number > largest) return resolve(null);
      } while (performance.now() < until);
      // A pause after every slice keeps typing and scrolling smooth on an old phone.
      setTimeout(slice, 4);
    };
    slice();
  });
}

function wire(box) {
  const form = box.closest("form");
  const hidden = box.querySelector("input[type=hidden]");
  const status = box.querySelector("[role=status]");
  const question = box.querySelector("[data-question]");
  const answer = question?.querySelector("input");
  if (!form || !hidden || !answer) return;
  const task = { salt: box.dataset.salt, challenge: box.dataset.challenge, largest: Number(box.dataset.largest) };
  let state = "idle";
  let pressed = null;

  const start = async () => {
    if (state !== "idle") return;
    state = "working";
    const number = await search(task);
    if (number === null) {
      // Cannot happen with an honest challenge; then the question is the way.
      state = "failed";
      question.hidden = false;
      status.textContent = "";
      // Who pressed the button waits for an answer: lead to what is missing.
      if (pressed) answer.focus();
      return;
    }
    const proof = { algorithm: "SHA-256", challenge: task.challenge, number, salt: task.salt, signature: box.dataset.signature };
    hidden.value = btoa(JSON.stringify(proof));
    state = "done";
    if (pressed) {
      status.textContent = box.dataset.done;
      form.requestSubmit(pressed.submitter ?? undefined);
    }
  };

  // The summary of errors leads to a question that was not answered: then it stays, although the proof alone would do.
  question.hidden = answer.getAttribute("aria-invalid") !== "true";
  for (const event of ["focusin", "pointerdown", "input"]) form.addEventListener(event, start, { once: true, passive: true });
  form.addEventListener("submit", (event) => {
    if (state === "done" || state === "failed") return;
    event.preventDefault();
    pressed = { submitter: event.submitter };
    status.textContent = box.dataset.working;
    start();
  });
}

// Browsers without requestSubmit (before 2022) keep the question.
if (HTMLFormElement.prototype.requestSubmit) document.querySelectorAll("[data-proof-of-work]").forEach(wire);
