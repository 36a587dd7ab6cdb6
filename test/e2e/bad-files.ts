import { randomBytes } from 'node:crypto';
import { crc32, deflateSync, gzipSync } from 'node:zlib';

/** Files that are no good photos, by what is wrong, made of one that is. */
export function badFiles(jpeg: Uint8Array): Record<string, Uint8Array> {
  return { ...truncated(jpeg), ...damaged(jpeg), ...otherTypes(), ...bombs(), ...polyglots(jpeg) };
}

function truncated(jpeg: Uint8Array): Record<string, Uint8Array> {
  const shares = [0.0001, 0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99];
  return Object.fromEntries(
    shares.map((share) => [`cut at ${share}`, jpeg.subarray(0, Math.ceil(jpeg.length * share))]),
  );
}

function damaged(jpeg: Uint8Array): Record<string, Uint8Array> {
  const zeroed = (from: number, to: number): Uint8Array => Uint8Array.from(jpeg).fill(0, from, to);
  return {
    'zeros for its tables': zeroed(2, 600),
    'zeros in its middle': zeroed(jpeg.length >> 2, jpeg.length >> 1),
    'noise in its middle': Uint8Array.from([
      ...jpeg.subarray(0, 2000),
      ...randomBytes(20_000),
      ...jpeg.subarray(22_000),
    ]),
    'every segment as long as can be': Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 1, 2, 3]),
    'only a start': Uint8Array.from([0xff, 0xd8]),
  };
}

function otherTypes(): Record<string, Uint8Array> {
  const starts: Record<string, string> = {
    html: '<!doctype html><script>alert(1)</script>',
    svg: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
    'svg that reads a file':
      '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
    'svg that grows':
      '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>',
    pdf: '%PDF-1.7\n1 0 obj\n',
    postscript: '%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file\n',
    'magick script': 'push graphic-context\nimage over 0,0 0,0 "|id"\n',
    'magick vector': '<?xml version="1.0"?><image><read filename="/etc/passwd"/></image>',
    zip: 'PK\u0003\u0004',
    program: '\u007fELF',
    mp4: '\u0000\u0000\u0000 ftypisom',
    'camera raw': 'II*\u0000\u0010\u0000\u0000\u0000CR\u0002\u0000',
    bmp: 'BM6\u0000\u0000\u0000',
    'portable map': 'P6 99999 99999 255\n',
    radiance: '#?RADIANCE\n\n-Y 99999 +X 99999\n',
    json: '{"made":true}',
    text: 'hello',
  };
  return {
    ...Object.fromEntries(
      Object.entries(starts).map(([name, text]) => [name, Buffer.from(text.padEnd(64, '\n'), 'latin1')]),
    ),
    noise: randomBytes(50_000),
    zeros: new Uint8Array(50_000),
    'one byte': Uint8Array.of(7),
    gzip: gzipSync(Buffer.alloc(1000)),
  };
}

/** Small files that say, or are, huge photos. */
function bombs(): Record<string, Uint8Array> {
  return {
    'a png that says it has 3.6 gigapixels': png(60_000, 60_000, Buffer.alloc(100)),
    'a png that has 400 megapixels': png(20_000, 20_000, Buffer.alloc(20_000 * 2501)),
    'a png without pixels': png(0, 0, Buffer.alloc(0)),
    'a gif that says it has 4 gigapixels': Buffer.from([
      ...Buffer.from('GIF89a'),
      255,
      255,
      255,
      255,
      0,
      0,
      0,
      59,
    ]),
  };
}

/** A PNG of one bit a pixel. */
function png(widthPx: number, heightPx: number, rows: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header[8] = 1;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** Photos that are something else to another program, and the other way round. */
function polyglots(jpeg: Uint8Array): Record<string, Uint8Array> {
  const script = Buffer.from('<script>alert(1)</script>');
  return {
    'a page with a photo behind it': Buffer.concat([script, jpeg]),
    'a photo with a page behind it': Buffer.concat([jpeg, script]),
    'a photo with an archive behind it': Buffer.concat([
      jpeg,
      Buffer.from('PK\u0003\u0004'),
      randomBytes(99),
    ]),
    'a gif that is a script': Buffer.from('GIF89a/*\u0000\u0000*/=1;alert(1)//', 'latin1'),
    'two photos in one file': Buffer.concat([jpeg, jpeg]),
  };
}
