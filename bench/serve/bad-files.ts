import { crc32, deflateSync } from 'node:zlib';
import type { Random } from '../../src/numerics/random.ts';

/** A file that is no good photo, and what is wrong with it. */
export interface BadFile {
  readonly kind: (typeof KINDS)[number];
  readonly bytes: Uint8Array;
}

const KINDS = ['cut', 'flipped', 'zeroed', 'noise', 'type', 'bomb', 'polyglot'] as const;
const STARTS = [
  '<!doctype html><script>alert(1)</script>',
  '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
  '%PDF-1.7\n',
  '%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file\n',
  'push graphic-context\nimage over 0,0 0,0 "|id"\n',
  'PK\u0003\u0004',
  '\u007fELF',
  'BM6\u0000\u0000\u0000',
  'P6 99999 99999 255\n',
  '#?RADIANCE\n\n-Y 99999 +X 99999\n',
  '\u0000\u0000\u0000 ftypisom',
  '\u0000\u0000\u0000\u001cftypavif',
  'II*\u0000\u0010\u0000\u0000\u0000CR\u0002\u0000',
  'RIFF\u00ff\u00ff\u00ff\u00ffWEBPVP8 ',
  'GIF89a\u00ff\u00ff\u00ff\u00ff',
];
const LONGEST_NOISE = 4096;
const WIDEST_PX = 60_000;

/** The next of endless bad files made of good ones; the same seed makes the same. */
export function madeBadFile(photos: readonly Uint8Array[], random: Random): BadFile {
  const kind = KINDS[whole(random, KINDS.length)] as BadFile['kind'];
  return { kind, bytes: MAKERS[kind](photos[whole(random, photos.length)] as Uint8Array, random) };
}

const MAKERS: Readonly<Record<BadFile['kind'], (photo: Uint8Array, random: Random) => Uint8Array>> = {
  cut: (photo, random) => photo.subarray(0, 1 + whole(random, photo.length - 1)),
  flipped: (photo, random) => {
    const bytes = Uint8Array.from(photo);
    const count = 1 + whole(random, 64);
    for (let n = 0; n < count; n++) {
      const at = whole(random, bytes.length);
      bytes[at] = (bytes[at] as number) ^ (1 << whole(random, 8));
    }
    return bytes;
  },
  zeroed: (photo, random) => {
    const from = whole(random, photo.length);
    return Uint8Array.from(photo).fill(0, from, from + whole(random, photo.length - from + 1));
  },
  noise: (_photo, random) => noise(1 + whole(random, LONGEST_NOISE), random),
  type: (_photo, random) =>
    Buffer.concat([
      Buffer.from(STARTS[whole(random, STARTS.length)] as string, 'latin1'),
      noise(whole(random, LONGEST_NOISE), random),
    ]),
  bomb: (_photo, random) =>
    png(1 + whole(random, WIDEST_PX), 1 + whole(random, WIDEST_PX), Buffer.alloc(whole(random, 200_000))),
  polyglot: (photo, random) => {
    const other = Buffer.from(STARTS[whole(random, STARTS.length)] as string, 'latin1');
    return random() < 0.5 ? Buffer.concat([photo, other]) : Buffer.concat([other, photo]);
  },
};

function whole(random: Random, below: number): number {
  return Math.floor(random() * below);
}

function noise(length: number, random: Random): Uint8Array {
  return Uint8Array.from({ length }, () => whole(random, 256));
}

/** A PNG of one bit a pixel that says it has this size, whatever it holds. */
function png(widthPx: number, heightPx: number, rows: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header[8] = 1;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND')]);
}

function chunk(type: string, body: Uint8Array = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(type), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
