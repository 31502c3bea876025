// The text of a QR code on a phone: the same layout as openday/registrations/tickets.py.

const PREFIX = "OD2";
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const FACTS = 13;
const SIGNATURE = 64;
const TICKET_USE = "openday ticket\0";
const LIST_USE = "openday list\0";
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const HASH = { name: "ECDSA", hash: "SHA-256" };
const utf8 = new TextEncoder();

export function bytesOfBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** Public keys by number, ready for WebCrypto. `points` maps a number to the uncompressed point in base64. */
export async function importKeys(points) {
  const pairs = Object.entries(points).map(async ([number, point]) => [
    Number(number),
    await crypto.subtle.importKey("raw", bytesOfBase64(point), CURVE, false, ["verify"]),
  ]);
  return new Map(await Promise.all(pairs));
}

/** Code, session, people and sequence of a scanned text; `error` is "not_a_ticket" or "forged". */
export async function readTicket(text, keys) {
  const whole = text.trim().startsWith(PREFIX) ? fromBase45(text.trim().slice(PREFIX.length)) : null;
  if (whole === null || whole.length !== FACTS + SIGNATURE) return { error: "not_a_ticket" };
  const view = new DataView(whole.buffer);
  const signed = joined(TICKET_USE, whole.subarray(1, FACTS));
  if (!(await isSigned(signed, whole.subarray(FACTS), keys.get(view.getUint8(0))))) return { error: "forged" };
  return {
    code: unpacked(whole.subarray(1, 6)),
    session: view.getUint32(6),
    people: view.getUint8(10),
    sequence: view.getUint16(11),
  };
}

/** Whether the server made this list, letter by letter. */
export function isOurList(text, signature, key) {
  return isSigned(joined(LIST_USE, utf8.encode(text)), bytesOfBase64(signature), key);
}

async function isSigned(message, signature, key) {
  return key !== undefined && (await crypto.subtle.verify(HASH, key, signature, message));
}

function joined(use, rest) {
  const start = utf8.encode(use);
  const whole = new Uint8Array(start.length + rest.length);
  whole.set(start);
  whole.set(rest, start.length);
  return whole;
}

function unpacked(bytes) {
  let value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let code = "";
  for (let place = 0; place < 8; place += 1) {
    code = ALPHABET[Number(value % 32n)] + code;
    value /= 32n;
  }
  return code;
}

function fromBase45(text) {
  const bytes = [];
  for (let start = 0; start < text.length; start += 3) {
    const places = [...text.slice(start, start + 3)].map((letter) => LETTERS.indexOf(letter));
    const size = places.length - 1;
    const value = places.reduceRight((sum, place) => sum * 45 + place, 0);
    if (size < 1 || places.includes(-1) || value >= 256 ** size) return null;
    if (size === 2) bytes.push(value >> 8);
    bytes.push(value & 255);
  }
  return Uint8Array.from(bytes);
}

/** The code that somebody typed, look-alikes read as meant; empty when no code has such letters. */
export function normaliseCode(typed) {
  const code = typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[ \-_–—·.\t\r\n]/g, "")
    .replace(/[IL]/g, "1")
    .replace(/O/g, "0")
    .replace(/U/g, "V");
  return code && [...code].every((letter) => ALPHABET.includes(letter)) ? code : "";
}

/** What stands for a code in the list of one session. */
export async function codeHash(code, salt) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8.encode(`${salt}:${code}`)));
  return btoa(String.fromCharCode(...digest))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .slice(0, 22);
}
