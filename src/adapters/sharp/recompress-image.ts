import sharp from 'sharp';
import type { RgbImage } from '../../core/image.ts';

/** An image after it was written as JPEG (4:2:0) and read again. @param quality in 1..100 */
export async function recompressImage(
  { widthPx, heightPx, pixels }: RgbImage,
  quality: number,
): Promise<RgbImage> {
  const raw = { width: widthPx, height: heightPx, channels: 3 as const };
  const file = await sharp(pixels, { raw }).jpeg({ quality, chromaSubsampling: '4:2:0' }).toBuffer();
  const data = await sharp(file).raw({ depth: 'uchar' }).toBuffer();
  return { widthPx, heightPx, pixels: new Uint8Array(data) };
}
