// SHA-256 of short ASCII texts. The browser's own crypto.subtle is missing on plain HTTP (a LAN address)
// and slower here: every call is a promise, and we hash tens of thousands of texts of 70 letters.
const K = new Uint32Array(64);
const START = new Uint32Array(8);

// The constants are the first 32 bits of the fractional parts of cube and square roots of primes.
let found = 0;
for (let candidate = 2; found < 64; candidate += 1) {
  let prime = true;
  for (let d = 2; d * d <= candidate; d += 1) if (candidate % d === 0) prime = false;
  if (!prime) continue;
  if (found < 8) START[found] = Math.floor((Math.sqrt(candidate) % 1) * 2 ** 32);
  K[found] = Math.floor((Math.cbrt(candidate) % 1) * 2 ** 32);
  found += 1;
}

const W = new Int32Array(64);

function compress(state, bytes, offset) {
  for (let i = 0; i < 16; i += 1) {
    const at = offset + i * 4;
    W[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i += 1) {
    const x = W[i - 15];
    const y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const S1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + S1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const S0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (S0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

// Returns a function that gives the hash (8 words) of `prefix` + ending; the whole blocks of the prefix are hashed once.
export function hasher(prefix) {
  const whole = prefix.length - (prefix.length % 64);
  const middle = Uint32Array.from(START);
  const head = Uint8Array.from(prefix, (letter) => letter.charCodeAt(0));
  for (let at = 0; at < whole; at += 64) compress(middle, head, at);
  const rest = head.subarray(whole);
  const block = new Uint8Array(128);
  const state = new Uint32Array(8);
  return (ending) => {
    const length = rest.length + ending.length;
    const total = length < 56 ? 64 : 128;
    block.fill(0);
    block.set(rest);
    for (let i = 0; i < ending.length; i += 1) block[rest.length + i] = ending.charCodeAt(i);
    block[length] = 0x80;
    const bits = (whole + length) * 8;
    block[total - 4] = bits >>> 24;
    block[total - 3] = bits >>> 16;
    block[total - 2] = bits >>> 8;
    block[total - 1] = bits;
    state.set(middle);
    for (let at = 0; at < total; at += 64) compress(state, block, at);
    return state;
  };
}
