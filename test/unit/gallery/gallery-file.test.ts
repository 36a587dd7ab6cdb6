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
