import { describe, expect, it } from 'vitest';
import type { Gallery } from '../../../src/gallery/gallery.ts';
import { decodeGallery, encodeGallery } from '../../../src/gallery/gallery-file.ts';

const box = { xPx: 1.5, yPx: 2, widthPx: 30, heightPx: 40 };
const gallery: Gallery = {
  detector: { name: 'd', sha256: 'aa' },
  embedders: [{ name: 'e', sha256: 'bb' }],
  identities: ['An', 'Nguyễn'],
  faces: [
    { photo: 'An/1.jpg', sha256: '01', identity: 0, box, rung: 'normal' },
    { photo: 'Nguyễn/1.jpg', sha256: '02', identity: 1, box, rung: 'enlarged' },
  ],
  templates: { data: Float32Array.from([1, 0, 0, 0.6, 0.8, 0]), rows: 2, cols: 3 },
  nonMated: { rule: 'blend', setOn: 'strangers', people: [[0.1, 0.25], [0.2]] },
};

describe('the gallery file', () => {
  it('gives back the gallery that was written', () => {
    expect(decodeGallery(encodeGallery(gallery), 'x.gallery')).toEqual(gallery);
  });

  it('keeps the searches for enrolled people', () => {
    const mated = [
      [
        { score: 0.7, isRight: true },
        { score: 0.4, isRight: false },
      ],
      [],
    ];
    expect(decodeGallery(encodeGallery({ ...gallery, mated }), 'x.gallery')).toEqual({ ...gallery, mated });
  });

  it('keeps the index that its scores were searched through, and an old file has none', () => {
    const index = { kind: 'usearch', settings: { m: 16, precision: 'f16' } } as const;
    expect(decodeGallery(encodeGallery({ ...gallery, index }), 'x.gallery')).toEqual({ ...gallery, index });
    expect(new TextDecoder('latin1').decode(encodeGallery(gallery))).not.toContain('"index"');
    expect(decodeGallery(encodeGallery(gallery), 'x.gallery')).not.toHaveProperty('index');
  });

  it('is refused with searches for more people than are enrolled', () => {
    const bytes = encodeGallery({ ...gallery, mated: [[], [], []] });
    expect(() => decodeGallery(bytes, 'x.gallery')).toThrow(/mated/);
  });

  it('opens as an older Quen wrote it, without searches for enrolled people', () => {
    const text = new TextDecoder('latin1').decode(encodeGallery(gallery));
    expect(text).not.toContain('"mated"');
    expect(decodeGallery(encodeGallery(gallery), 'x.gallery')).not.toHaveProperty('mated');
  });

  const rejection = {
    rejector: 'learned',
    nonMated: { setOn: 'strangers', people: [[-2.5], [1.25, 0]] },
    mated: [[{ score: 7, isRight: true }], []],
    cohort: {
      embeddings: { data: Float32Array.from([0, 0, 1, 0, 0.6, 0.8]), rows: 2, cols: 3 },
      personOf: Int32Array.of(0, 1),
    },
  } as const;

  it('keeps the rejector, its calibration and the strangers that it learns from', () => {
    const rejecting = { ...gallery, rejection };
    expect(decodeGallery(encodeGallery(rejecting), 'x.gallery')).toEqual(rejecting);
    const { cohort: _, ...without } = rejection;
    const other = { ...gallery, rejection: without };
    expect(decodeGallery(encodeGallery(other), 'x.gallery')).toEqual(other);
  });

  it('is refused where strangers are cut off, or the rejector was calibrated on other people', () => {
    const bytes = encodeGallery({ ...gallery, rejection });
    expect(() => decodeGallery(bytes.subarray(0, bytes.length - 12), 'x.gallery')).toThrow(
      /2 photos of strangers/,
    );
    const mated = encodeGallery({ ...gallery, rejection: { ...rejection, mated: [[]] } });
    expect(() => decodeGallery(mated, 'x.gallery')).toThrow(/mated/);
  });

  const embedders = [...gallery.embedders, { name: 'f', sha256: 'cc' }];
  const parts = [
    { dimension: 1, weight: 0.75 },
    { dimension: 2, weight: 0.25 },
  ];

  it('keeps what each network gave, and its weight', () => {
    const weighed = { ...gallery, embedders, parts };
    expect(decodeGallery(encodeGallery(weighed), 'x.gallery')).toEqual(weighed);
  });

  it.each([
    ['one weight too few', parts.slice(1), /one weight for each/],
    ['parts that are too long together', [parts[1], parts[1]], /do not add up/],
    ['weights that do not sum to one', parts.map((part) => ({ ...part, weight: 0.4 })), /sum to one/],
    ['a negative weight', [{ dimension: 1, weight: -1 }, parts[1]], /weight/],
  ])('is refused with %s', (_, wrong, says) => {
    const bytes = encodeGallery({ ...gallery, embedders, parts: wrong as typeof parts });
    expect(() => decodeGallery(bytes, 'x.gallery')).toThrow(says);
  });

  it('is refused at whatever byte it is cut off', () => {
    const bytes = encodeGallery(gallery);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeGallery(bytes.subarray(0, length), 'x.gallery')).toThrow(
        expect.objectContaining({ code: 'GALLERY_FORMAT' }),
      );
    }
  });

  it('is refused with a face of an identity that is not listed', () => {
    const bytes = encodeGallery({ ...gallery, identities: ['An'] });
    expect(() => decodeGallery(bytes, 'x.gallery')).toThrow(/not listed/);
  });

  it('is refused with a template that is not finite', () => {
    const templates = { data: Float32Array.from([1, 0, Number.NaN, 0, 1, 0]), rows: 2, cols: 3 };
    expect(() => decodeGallery(encodeGallery({ ...gallery, templates }), 'x.gallery')).toThrow(/not finite/);
  });

  it('is refused when its beginning is that of another version', () => {
    const bytes = encodeGallery(gallery);
    bytes[7] = 0x39;
    expect(() => decodeGallery(bytes, 'x.gallery')).toThrow(/this version/);
  });
});
