// Finds the text of a QR code in a picture of the camera: by the browser's own reader, or by jsQR in a worker.
// Phones without Google's services have no BarcodeDetector behind its name, so that it is asked what it can read.

const SIDE = 640;

export async function makeDecoder() {
  const own = "BarcodeDetector" in globalThis && (await BarcodeDetector.getSupportedFormats().catch(() => []));
  return own && own.includes("qr_code") ? byBrowser() : byWorker();
}

function byBrowser() {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => {
    const found = await detector.detect(video).catch(() => []);
    return found.length ? found[0].rawValue : null;
  };
}

function byWorker() {
  const worker = new Worker(new URL("worker.js", import.meta.url));
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  return (video) =>
    new Promise((resolve) => {
      // The middle square, where the frame on the screen is: a quarter of the work of the whole picture.
      const side = Math.min(video.videoWidth, video.videoHeight);
      const shown = Math.min(side, SIDE);
      canvas.width = canvas.height = shown;
      brush.drawImage(video, (video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side, 0, 0, shown, shown);
      const { data } = brush.getImageData(0, 0, shown, shown);
      worker.onmessage = (message) => resolve(message.data);
      worker.onerror = () => resolve(null);
      worker.postMessage({ pixels: data.buffer, width: shown, height: shown }, [data.buffer]);
    });
}
