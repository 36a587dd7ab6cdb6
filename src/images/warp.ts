import { blankImage, type RgbImage } from '../core/image.ts';
import { blockMeansInto, warpInto } from '../numerics/resample.ts';
import { invertSimilarity, type SimilarityTransform } from '../numerics/similarity-transform.ts';
import { wholeShrink } from './resize.ts';

/**
 * The crop of widthPx x heightPx that a transform from image to crop coordinates shows: bilinear, black outside the
 * image. Where the image has more than two pixels for one of the crop, whole blocks of it are averaged first; otherwise
 * this is plain bilinear sampling.
 */
export function warpSimilarity(
  image: RgbImage,
  transform: SimilarityTransform,
  widthPx: number,
  heightPx: number,
): RgbImage {
  const toImage = invertSimilarity(transform);
  const out = blankImage(widthPx, heightPx);
  const block = wholeShrink(Math.hypot(toImage.a, toImage.b));
  if (block === 1) warpInto(image, toImage, out);
  else warpBlocksInto(image, toImage, block, out);
  return out;
}

/** Averages only the blocks that the crop can show, then warps those. */
function warpBlocksInto(image: RgbImage, toImage: SimilarityTransform, block: number, out: RgbImage): void {
  // The centre of block (u, v) lies at image pixel u * block + (block - 1) / 2.
  const half = (block - 1) / 2;
  const toBlocks = {
    a: toImage.a / block,
    b: toImage.b / block,
    tx: (toImage.tx - half) / block,
    ty: (toImage.ty - half) / block,
  };
  const { left, top, right, bottom } = boundsOf(toBlocks, out);
  const firstColumn = Math.max(0, Math.floor(left));
  const firstRow = Math.max(0, Math.floor(top));
  const columnCount = Math.min(Math.ceil(image.widthPx / block), Math.floor(right) + 2) - firstColumn;
  const rowCount = Math.min(Math.ceil(image.heightPx / block), Math.floor(bottom) + 2) - firstRow;
  if (columnCount <= 0 || rowCount <= 0) return;
  const small = blankImage(columnCount, rowCount);
  blockMeansInto(image, block, block, { column: firstColumn, row: firstRow }, small);
  warpInto(small, { ...toBlocks, tx: toBlocks.tx - firstColumn, ty: toBlocks.ty - firstRow }, out);
}

interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function boundsOf({ a, b, tx, ty }: SimilarityTransform, size: RgbImage): Bounds {
  const x = size.widthPx - 1;
  const y = size.heightPx - 1;
  const xs = [tx, a * x + tx, -b * y + tx, a * x - b * y + tx];
  const ys = [ty, b * x + ty, a * y + ty, b * x + a * y + ty];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}
