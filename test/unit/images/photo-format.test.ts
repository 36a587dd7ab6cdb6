import { describe, expect, it } from 'vitest';
import { hasPhotoExtension, sniffPhotoFormat } from '../../../src/images/photo-format.ts';

describe('sniffPhotoFormat', () => {
  it('knows an AVIF by its brand', () => {
    expect(sniffPhotoFormat(new TextEncoder().encode('\0\0\0 ftypavif'))).toBe('heif');
  });

  it('knows big-endian TIFF', () => {
    expect(sniffPhotoFormat(Uint8Array.from([0x4d, 0x4d, 0, 0x2a]))).toBe('tiff');
  });

  it('does not take an MP4 for a photo', () => {
    expect(sniffPhotoFormat(new TextEncoder().encode('\0\0\0 ftypisom'))).toBeUndefined();
  });

  it('takes nothing for a photo when there are no bytes', () => {
    expect(sniffPhotoFormat(new Uint8Array())).toBeUndefined();
  });
});

describe('hasPhotoExtension', () => {
  it.each(['a.jpg', 'b.JPEG', 'c.heic', 'd.tif'])('takes %s', (name) =>
    expect(hasPhotoExtension(name)).toBe(true),
  );
  it.each(['a.txt', 'jpg', 'b.jpg.bak', 'c.svg'])('leaves %s', (name) =>
    expect(hasPhotoExtension(name)).toBe(false),
  );
});
