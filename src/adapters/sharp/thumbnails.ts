import sharp, { type Region, type Sharp } from 'sharp';
import type { Box } from '../../core/face.ts';

/** A small JPEG of a whole photo, upright, as a data URI, and the size it is shown at. */
export interface Thumbnail {
  readonly dataUri: string;
  readonly widthPx: number;
  readonly heightPx: number;
}

const JPEG = { quality: 78, mozjpeg: false } as const;

/** A photo fitted into a square of `sidePx`; never enlarged. */
export async function photoThumbnail(bytes: Uint8Array, sidePx: number): Promise<Thumbnail> {
  const { data, info } = await open(bytes)
    .resize({ width: sidePx, height: sidePx, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#808080' })
    .jpeg(JPEG)
    .toBuffer({ resolveWithObject: true });
  return { dataUri: dataUri(data), widthPx: info.width, heightPx: info.height };
}

/** The square around a face with a margin, scaled to `sidePx`. @param box in pixels of the upright photo */
export async function faceThumbnail(bytes: Uint8Array, box: Box, sidePx: number): Promise<Thumbnail> {
  return { dataUri: dataUri(await faceJpeg(bytes, box, sidePx)), widthPx: sidePx, heightPx: sidePx };
}

/** The square around a face with a margin, scaled to `sidePx`, as JPEG. @param box in pixels of the upright photo */
export async function faceJpeg(bytes: Uint8Array, box: Box, sidePx: number): Promise<Buffer> {
  const { autoOrient } = await open(bytes).metadata();
  return await open(bytes)
    .extract(squareAround(box, autoOrient.width, autoOrient.height))
    .resize({ width: sidePx, height: sidePx, fit: 'cover' })
    .flatten({ background: '#808080' })
    .jpeg(JPEG)
    .toBuffer();
}

function open(bytes: Uint8Array): Sharp {
  return sharp(bytes, { failOn: 'none', pages: 1, limitInputPixels: 200_000_000 }).autoOrient();
}

/** Share of the face's longer side added around it. */
const MARGIN = 0.25;

function squareAround(box: Box, widthPx: number, heightPx: number): Region {
  const wished = Math.max(box.widthPx, box.heightPx) * (1 + 2 * MARGIN);
  const side = Math.max(1, Math.round(Math.min(wished, widthPx, heightPx)));
  const clamp = (start: number, size: number): number =>
    Math.round(Math.min(Math.max(start, 0), size - side));
  const left = clamp(box.xPx + box.widthPx / 2 - side / 2, widthPx);
  const top = clamp(box.yPx + box.heightPx / 2 - side / 2, heightPx);
  return { left, top, width: side, height: side };
}

function dataUri(jpeg: Buffer): string {
  return `data:image/jpeg;base64,${jpeg.toString('base64')}`;
}
