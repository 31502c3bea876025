// Reads QR codes off the main thread, where the browser has no reader of its own.
/* global importScripts, jsQR */
importScripts("jsQR.js");

addEventListener("message", ({ data: { pixels, width, height } }) => {
  const found = jsQR(new Uint8ClampedArray(pixels), width, height, { inversionAttempts: "attemptBoth" });
  postMessage(found ? found.data : null);
});
