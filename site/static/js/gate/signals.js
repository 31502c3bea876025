// Sound and vibration: who looks at the visitor and not at the phone hears and feels what happened.

let audio;

/** Browsers let a page sound only after a touch; called at the first one. */
export function wakeSound() {
  const Context = globalThis.AudioContext || globalThis.webkitAudioContext;
  if (!Context) return;
  audio ??= new Context();
  audio.resume?.();
}

// Pitch in Hz, length and pause in ms: two short high tones for yes, two middle ones for "look", one long low one for no.
const TONES = {
  yes: [[880, 90], [1320, 140]],
  look: [[660, 160], [660, 160]],
  no: [[196, 550]],
};
const BUZZ = { yes: [60], look: [90, 60, 90], no: [350] };

export function signal(kind) {
  navigator.vibrate?.(BUZZ[kind]);
  if (!audio || audio.state !== "running") return;
  let at = audio.currentTime;
  for (const [pitch, length] of TONES[kind]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.type = kind === "no" ? "square" : "sine";
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.35, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + length / 1000);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + length / 1000);
    at += length / 1000 + 0.04;
  }
}
