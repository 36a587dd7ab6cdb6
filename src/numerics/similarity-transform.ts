/**
 * A rotation, uniform scale and shift of the plane: x' = a x - b y + tx, y' = b x + a y + ty. As a 2x3 matrix,
 * [[a, -b, tx], [b, a, ty]]. Scale is hypot(a, b), angle atan2(b, a).
 */
export interface SimilarityTransform {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/**
 * The similarity that takes `from` to `to` with the least sum of squared distances, never a mirror image (Umeyama 1991,
 * eq. 40-42 with S = I, which in the plane has this closed form). Throws `RangeError` for fewer than two points, lists of
 * different length, or `from` points that all coincide.
 * @param from shape [n, 2] @param to shape [n, 2]
 */
export function estimateSimilarity(from: ArrayLike<number>, to: ArrayLike<number>): SimilarityTransform {
  if (from.length !== to.length || from.length < 4 || from.length % 2 !== 0) {
    throw new RangeError(
      `A similarity needs two or more point pairs; got ${from.length} and ${to.length} numbers.`,
    );
  }
  const [fromX, fromY] = centroid(from);
  const [toX, toY] = centroid(to);
  let along = 0;
  let across = 0;
  let spread = 0;
  for (let i = 0; i < from.length; i += 2) {
    const px = from[i] - fromX;
    const py = from[i + 1] - fromY;
    const qx = to[i] - toX;
    const qy = to[i + 1] - toY;
    along += px * qx + py * qy;
    across += px * qy - py * qx;
    spread += px * px + py * py;
  }
  if (!(spread > 0)) throw new RangeError('Points that coincide have no similarity to others.');
  const a = along / spread;
  const b = across / spread;
  return { a, b, tx: toX - a * fromX + b * fromY, ty: toY - b * fromX - a * fromY };
}

/** The transform that undoes another. Throws `RangeError` for a scale of zero. */
export function invertSimilarity({ a, b, tx, ty }: SimilarityTransform): SimilarityTransform {
  const square = a * a + b * b;
  if (!(square > 0)) throw new RangeError('A similarity of scale zero has no inverse.');
  return { a: a / square, b: -b / square, tx: -(a * tx + b * ty) / square, ty: (b * tx - a * ty) / square };
}

/** Points after a transform. @param points shape [n, 2] @returns shape [n, 2] */
export function applySimilarity(transform: SimilarityTransform, points: Float32Array): Float32Array {
  const { a, b, tx, ty } = transform;
  const out = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    out[i] = a * points[i] - b * points[i + 1] + tx;
    out[i + 1] = b * points[i] + a * points[i + 1] + ty;
  }
  return out;
}

function centroid(points: ArrayLike<number>): [x: number, y: number] {
  let x = 0;
  let y = 0;
  for (let i = 0; i < points.length; i += 2) {
    x += points[i];
    y += points[i + 1];
  }
  const count = points.length / 2;
  return [x / count, y / count];
}
