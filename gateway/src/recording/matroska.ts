import { readFile } from 'node:fs/promises';

/** What one Matroska file holds, as far as it was written before its writer ended. Milliseconds of the file's own clock. */
export interface TrackIndex {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly packets: number;
  readonly isKeyFirst: boolean;
  /** Of video. */
  readonly width: number | undefined;
  readonly height: number | undefined;
}

const EBML = 0x1a45dfa3;

const ID = {
  segment: 0x18538067,
  cluster: 0x1f43b675,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  video: 0xe0,
  blockGroup: 0xa0,
  clusterTime: 0xe7,
  simpleBlock: 0xa3,
  block: 0xa1,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
} as const;
const ENTERED: ReadonlySet<number> = new Set([ID.segment, ID.cluster, ID.tracks, ID.trackEntry, ID.video, ID.blockGroup]);

/** Undefined where not one packet is whole: the file of a process that was killed at once, or of nobody speaking. */
export async function indexFile(path: string): Promise<TrackIndex | undefined> {
  return indexBytes(await readFile(path));
}

/** As `indexFile`, of bytes. A file that ends in the middle of an element is read up to there. */
export function indexBytes(bytes: Buffer): TrackIndex | undefined {
  // Anything can look like a block; only what begins as Matroska is one that FFmpeg opens.
  if (bytes.length < 4 || bytes.readUInt32BE(0) !== EBML) return undefined;
  const seen = new Seen();
  let at = 0;
  for (;;) {
    const element = elementAt(bytes, at);
    if (!element) break;
    const { id, body, size } = element;
    if (ENTERED.has(id)) {
      at = body;
      continue;
    }
    // An element of unknown size that is not entered, or one that is cut off, is where the reading ends.
    if (size === undefined || body + size > bytes.length) break;
    seen.element(id, bytes.subarray(body, body + size));
    at = body + size;
  }
  return seen.result();
}

class Seen {
  #clusterMs = 0;
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;
  #packets = 0;
  #isKeyFirst = false;
  #width: number | undefined;
  #height: number | undefined;

  element(id: number, body: Buffer): void {
    if (id === ID.clusterTime) this.#clusterMs = unsigned(body);
    else if (id === ID.pixelWidth) this.#width = unsigned(body);
    else if (id === ID.pixelHeight) this.#height = unsigned(body);
    else if ((id === ID.simpleBlock || id === ID.block) && body.length > 4) this.#block(body);
  }

  #block(body: Buffer): void {
    const atMs = this.#clusterMs + body.readInt16BE(1);
    if (this.#packets === 0) this.#isKeyFirst = (body.readUInt8(3) & 0x80) !== 0;
    this.#packets += 1;
    this.#firstMs = Math.min(this.#firstMs, atMs);
    this.#lastMs = Math.max(this.#lastMs, atMs);
  }

  result(): TrackIndex | undefined {
    if (this.#packets === 0) return undefined;
    return {
      firstMs: this.#firstMs,
      lastMs: this.#lastMs,
      packets: this.#packets,
      isKeyFirst: this.#isKeyFirst,
      width: this.#width,
      height: this.#height,
    };
  }
}

function elementAt(bytes: Buffer, at: number): { id: number; body: number; size: number | undefined } | undefined {
  const idLength = vintLength(bytes, at, 4);
  if (idLength === undefined) return undefined;
  const sizeAt = at + idLength;
  const sizeLength = vintLength(bytes, sizeAt, 8);
  if (sizeLength === undefined) return undefined;
  const id = unsigned(bytes.subarray(at, sizeAt));
  const body = sizeAt + sizeLength;
  // The marker bit goes first: with it an eight-byte size would not fit into a number exactly.
  const marker = 0x80 >> (sizeLength - 1);
  const digits = Buffer.from(bytes.subarray(sizeAt, body));
  digits.writeUInt8(digits.readUInt8(0) & (marker - 1), 0);
  const size = unsigned(digits);
  const isUnknown = digits.every((digit, place) => digit === (place === 0 ? marker - 1 : 0xff));
  return { id, body, size: isUnknown ? undefined : size };
}

/** Length of the variable-length number at `at`, or undefined where there is none. */
function vintLength(bytes: Buffer, at: number, longest: number): number | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  const length = Math.clz32(first) - 23;
  return length > longest || at + length > bytes.length ? undefined : length;
}

function unsigned(bytes: Buffer): number {
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  return value;
}
