import sharp, { type Sharp } from 'sharp';
import { isQuenError, QuenError } from '../../core/errors.ts';
import type { RgbImage } from '../../core/image.ts';
import type { DecodedPhoto } from '../../core/photo.ts';
import { sniffPhotoFormat } from '../../images/photo-format.ts';

/** Bounds on what one photo may cost. */
export interface DecodeLimits {
  /** Files above this many bytes are refused unread. */
  readonly maxBytes: number;
  /** Photos whose header announces more pixels are refused undecoded. */
  readonly maxPixels: number;
  /** Decoding is given up after this long. */
  readonly timeoutSeconds: number;
  /** Larger photos are scaled down to this longer side while decoding. */
  readonly maxSidePx: number;
}

const READABLE = ['Jpeg', 'Png', 'Webp', 'Heif', 'Nsgif', 'Tiff'];

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: READABLE.map((format) => `VipsForeignLoad${format}`) });
sharp.concurrency(1);
sharp.cache(false);

/**
 * Decodes a photo to upright 8-bit RGB: EXIF orientation applied, first frame only, transparency over mid grey.
 * Throws `PHOTO_UNREADABLE`, `PHOTO_TOO_LARGE` or `PHOTO_TIMEOUT`.
 */
export async function decodePhoto(bytes: Uint8Array, limits: DecodeLimits): Promise<DecodedPhoto> {
  refuseUnreadable(bytes);
  for (let attempt = 1; ; attempt++) {
    try {
      return await decode(bytes, limits);
    } catch (cause) {
      if (isQuenError(cause)) throw cause;
      if (attempt === ATTEMPTS || !hasLostReason(cause)) throw decodeFault(cause, limits);
    }
  }
}

/**
 * libvips keeps the reason of a fault where another decoding may clear it first; then sharp has none to tell, and the
 * answer would depend on chance. Of damaged photos decoded seven at a time a quarter lost theirs, so ten tries in a row do not.
 */
const ATTEMPTS = 10;

function hasLostReason(cause: unknown): boolean {
  return cause instanceof Error && /unknown error/i.test(cause.message);
}

function refuseUnreadable(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new QuenError('PHOTO_UNREADABLE', 'The file is empty (0 bytes).');
  if (sniffPhotoFormat(bytes) !== undefined) return;
  throw new QuenError(
    'PHOTO_UNREADABLE',
    'The file does not begin as a JPEG, PNG, WebP, AVIF, HEIF, GIF or TIFF photo, whatever its name says.',
  );
}

async function decode(bytes: Uint8Array, limits: DecodeLimits): Promise<DecodedPhoto> {
  const source = sharp(bytes, { limitInputPixels: limits.maxPixels, failOn: 'error', pages: 1 });
  const { data, info } = await source
    .timeout({ seconds: limits.timeoutSeconds })
    .autoOrient()
    .resize({
      width: limits.maxSidePx,
      height: limits.maxSidePx,
      fit: 'inside',
      withoutEnlargement: true,
      fastShrinkOnLoad: false,
    })
    .flatten({ background: '#808080' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) {
    throw new QuenError('PHOTO_UNREADABLE', `The photo decodes to ${info.channels} channels, not to RGB.`);
  }
  const image = { widthPx: info.width, heightPx: info.height, pixels: new Uint8Array(data) };
  return { image, ...(await wholeSize(source, image, limits)) };
}

/** Size of the whole upright photo; its header is read again only when the photo may have been scaled down. */
async function wholeSize(
  source: Sharp,
  { widthPx, heightPx }: RgbImage,
  { maxSidePx }: DecodeLimits,
): Promise<{ widthPx: number; heightPx: number }> {
  if (Math.max(widthPx, heightPx) < maxSidePx) return { widthPx, heightPx };
  const { autoOrient } = await source.metadata();
  return { widthPx: autoOrient.width, heightPx: autoOrient.height };
}

function decodeFault(cause: unknown, limits: DecodeLimits): QuenError {
  const text = cause instanceof Error ? cause.message.trim() : String(cause);
  if (/pixel limit/i.test(text)) {
    const megapixels = Math.round(limits.maxPixels / 1e6);
    return new QuenError('PHOTO_TOO_LARGE', `The photo has more than ${megapixels} million pixels.`, {
      cause,
    });
  }
  if (/timeout/i.test(text)) {
    const message = `Decoding took longer than ${limits.timeoutSeconds} s and was given up.`;
    return new QuenError('PHOTO_TIMEOUT', message, { cause });
  }
  const [firstLine] = text.split('\n');
  return new QuenError('PHOTO_UNREADABLE', `The photo cannot be decoded: ${firstLine}.`, { cause });
}
