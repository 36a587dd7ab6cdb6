import { describe, expect, it } from 'vitest';
import { type DecodeLimits, decodePhoto } from '../../../src/adapters/sharp/decode-photo.ts';
import { noisePhoto, plainPhoto, pngBomb } from '../../support/made-photos.ts';

const limits: DecodeLimits = { maxBytes: 1e8, maxPixels: 1e8, timeoutSeconds: 20, maxSidePx: 2048 };

describe('decodePhoto', () => {
  const photo = plainPhoto(60, 40);
  const formats = {
    jpeg: () => photo.clone().jpeg(),
    png: () => photo.clone().png(),
    webp: () => photo.clone().webp(),
    avif: () => photo.clone().avif(),
    gif: () => photo.clone().gif(),
    tiff: () => photo.clone().tiff(),
    'greyscale jpeg': () => photo.clone().greyscale().jpeg(),
    'one-channel png': () => photo.clone().toColourspace('b-w').png(),
    'cmyk jpeg': () => photo.clone().toColourspace('cmyk').jpeg(),
    '16-bit png': () => photo.clone().toColourspace('rgb16').png(),
    '16-bit tiff': () => photo.clone().toColourspace('rgb16').tiff(),
    'png with alpha': () => photo.clone().ensureAlpha(0.5).png(),
    'grey png with alpha': () => photo.clone().toColourspace('b-w').ensureAlpha(0.5).png(),
  };

  it.each(Object.entries(formats))('decodes %s to 8-bit RGB of the same size', async (_, encode) => {
    const { image, widthPx, heightPx } = await decodePhoto(await encode().toBuffer(), limits);
    expect([widthPx, heightPx, image.widthPx, image.heightPx]).toEqual([60, 40, 60, 40]);
    expect(image.pixels).toHaveLength(60 * 40 * 3);
  });

  it('keeps the brightness of a 16-bit photo', async () => {
    const bytes = await photo.clone().toColourspace('rgb16').png().toBuffer();
    const { image } = await decodePhoto(bytes, limits);
    expect([...image.pixels.subarray(0, 3)]).toEqual([0xc8, 0x32, 0x14]);
  });

  it('turns a photo upright as its EXIF orientation says', async () => {
    const left = await plainPhoto(30, 40, '#ff0000').png().toBuffer();
    const wide = plainPhoto(60, 40, '#0000ff').composite([{ input: left, left: 0, top: 0 }]);
    const bytes = await wide.withMetadata({ orientation: 6 }).jpeg({ quality: 100 }).toBuffer();
    const { image } = await decodePhoto(bytes, limits);
    expect([image.widthPx, image.heightPx]).toEqual([40, 60]);
    const [topRed = 0, , topBlue = 0] = image.pixels;
    expect(topRed).toBeGreaterThan(topBlue);
    expect(image.pixels.at(-1)).toBeGreaterThan(image.pixels.at(-3) ?? 255);
  });

  it('takes the first frame of an animated GIF', async () => {
    const frames = [
      await plainPhoto(20, 20, '#ffffff').png().toBuffer(),
      await plainPhoto(20, 20, '#000000').png().toBuffer(),
    ];
    const sharp = (await import('sharp')).default;
    const bytes = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const { image, heightPx } = await decodePhoto(bytes, limits);
    expect(heightPx).toBe(20);
    expect(image.pixels[0]).toBe(255);
  });

  it('scales a large photo down and still tells its real size', async () => {
    const bytes = await plainPhoto(400, 300).png().toBuffer();
    const { image, widthPx, heightPx } = await decodePhoto(bytes, { ...limits, maxSidePx: 256 });
    expect([widthPx, heightPx, image.widthPx, image.heightPx]).toEqual([400, 300, 256, 192]);
  });

  it('says the same of a photo that is cut short however many are decoded at once', async () => {
    const whole = await noisePhoto(1);
    const cut = whole.subarray(0, Math.floor(whole.length * 0.7));
    const faults = await Promise.all(
      Array.from({ length: 200 }, () => decodePhoto(cut, limits).catch((fault: Error) => fault.message)),
    );
    expect([...new Set(faults)]).toEqual([expect.stringContaining('premature end')]);
  });

  it('refuses a 30,000 x 30,000 PNG bomb by its header', async () => {
    await expect(decodePhoto(pngBomb(30_000), limits)).rejects.toMatchObject({ code: 'PHOTO_TOO_LARGE' });
  });

  const jpeg = plainPhoto(200, 200).jpeg().toBuffer();
  it.each([
    ['an empty file', async () => Buffer.alloc(0)],
    ['a text file', async () => Buffer.from('not a photo at all')],
    ['an SVG', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['a JPEG cut short', async () => (await jpeg).subarray(0, Math.floor((await jpeg).length * 0.6))],
    ['a JPEG header alone', async () => (await jpeg).subarray(0, 20)],
  ])('calls %s unreadable', async (_, make) => {
    await expect(decodePhoto(await make(), limits)).rejects.toMatchObject({ code: 'PHOTO_UNREADABLE' });
  });
});
