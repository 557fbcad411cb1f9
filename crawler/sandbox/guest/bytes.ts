/** Text as bytes: what QuickJS lacks of the web's and Node's own. */

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export function encodeUtf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000)
      bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else
      bytes.push(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 63),
        0x80 | ((point >> 6) & 63),
        0x80 | (point & 63),
      );
  }
  return bytes;
}

export function decodeUtf8(bytes: ArrayLike<number>): string {
  let text = "";
  for (let index = 0; index < bytes.length;) {
    const first = bytes[index] ?? 0;
    const more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    let point = more === 0 ? first : first & (0x3f >> more);
    for (let each = 1; each <= more; each++)
      point = (point << 6) | ((bytes[index + each] ?? 0) & 63);
    text += point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point);
    index += more + 1;
  }
  return text;
}

export function toBase64(bytes: ArrayLike<number>): string {
  let text = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const [a = 0, b = 0, c = 0] = [bytes[index], bytes[index + 1], bytes[index + 2]];
    const bits = (a << 16) | (b << 8) | c;
    text += alphabet[bits >> 18] ?? "";
    text += alphabet[(bits >> 12) & 63] ?? "";
    text += index + 1 < bytes.length ? (alphabet[(bits >> 6) & 63] ?? "") : "=";
    text += index + 2 < bytes.length ? (alphabet[bits & 63] ?? "") : "=";
  }
  return text;
}

export function fromBase64(text: string): number[] {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const character of text.replace(/-/g, "+").replace(/_/g, "/")) {
    const value = alphabet.indexOf(character);
    if (value === -1) continue;
    bits = ((bits << 6) | value) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >> count) & 255);
    }
  }
  return bytes;
}

function bytesOf(value: unknown, encoding?: unknown): number[] {
  if (typeof value !== "string") return Array.from((value ?? []) as ArrayLike<number>);
  if (encoding === "base64" || encoding === "base64url") return fromBase64(value);
  if (encoding === "hex")
    return (value.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => Number.parseInt(pair, 16));
  if (encoding === "latin1" || encoding === "binary" || encoding === "ascii")
    return Array.from(value, (character) => character.charCodeAt(0) & 255);
  return encodeUtf8(value);
}

/** As much of Node's Buffer as programs use before they are asked for anything. */
export class Buffer extends Uint8Array {
  static override from(value: unknown, encoding?: unknown): Buffer {
    const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : bytesOf(value, encoding);
    const buffer = new Buffer(bytes.length);
    buffer.set(bytes);
    return buffer;
  }
  static alloc(size: number): Buffer {
    return new Buffer(size);
  }
  static allocUnsafe(size: number): Buffer {
    return new Buffer(size);
  }
  static isBuffer(value: unknown): boolean {
    return value instanceof Buffer;
  }
  static byteLength(value: unknown, encoding?: unknown): number {
    return bytesOf(value, encoding).length;
  }
  static concat(parts: Uint8Array[]): Buffer {
    return Buffer.from(parts.flatMap((part) => Array.from(part)));
  }
  override toString(encoding?: string, start = 0, end = this.length): string {
    const bytes = this.subarray(start, end);
    if (encoding === "base64") return toBase64(bytes);
    if (encoding === "base64url")
      return toBase64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
    if (encoding === "hex")
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return decodeUtf8(bytes);
  }
  override indexOf(value: unknown, from = 0): number {
    const [first] = typeof value === "number" ? [value] : bytesOf(value);
    return super.indexOf(first ?? 0, from);
  }
}
