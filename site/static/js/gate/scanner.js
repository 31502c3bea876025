// The camera: on while somebody scans, off in between, so that the battery lasts for the day.

import { makeDecoder } from "./decoder.js";

const PAUSE = 120;
const SAME_AGAIN = 3000;

export class Scanner {
  /** `onText` gets each text that is read; the same one again only after three seconds. */
  constructor(video, onText) {
    this.video = video;
    this.onText = onText;
    this.running = false;
  }

  /** Raises the browser's own error when there is no camera or no leave to use it. */
  async start() {
    if (this.running) return;
    this.running = true;
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
      });
      this.video.srcObject = this.stream;
      await this.video.play();
      this.decode ??= await makeDecoder();
    } catch (fault) {
      this.stop();
      throw fault;
    }
    if (!this.running) return this.stop();
    // Kept on while the camera is: unlocking a phone for each visitor takes longer than the visitor.
    this.lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
    this.look();
  }

  stop() {
    this.running = false;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = undefined;
    this.video.srcObject = null;
    this.lock?.release();
    this.lock = undefined;
  }

  async look() {
    while (this.running) {
      const text = this.video.videoWidth ? await this.decode(this.video) : null;
      if (text && this.running && !(text === this.latest && Date.now() - this.latestAt < SAME_AGAIN)) {
        this.latest = text;
        this.latestAt = Date.now();
        this.onText(text);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}
