import type { FaceAnswer, PhotoAnswer } from '../api/types.ts';

/** Share of the face's longer side around it, as the service cuts crops. */
const MARGIN = 0.25;

/** The square around a face, cut out of the photo in the browser. */
export function PhotoCut({
  url,
  box,
  photo,
  label,
}: {
  readonly url: string;
  readonly box: FaceAnswer['box'];
  readonly photo: Pick<PhotoAnswer, 'widthPx' | 'heightPx'>;
  readonly label: string;
}) {
  const wished = Math.max(box.widthPx, box.heightPx) * (1 + 2 * MARGIN);
  const side = Math.min(wished, photo.widthPx, photo.heightPx);
  const start = (from: number, length: number, all: number): number =>
    Math.min(Math.max(from + length / 2 - side / 2, 0), all - side);
  const x = start(box.xPx, box.widthPx, photo.widthPx);
  const y = start(box.yPx, box.heightPx, photo.heightPx);
  return (
    <svg className="face" viewBox={`${x} ${y} ${side} ${side}`} role="img" aria-label={label}>
      <title>{label}</title>
      <image href={url} width={photo.widthPx} height={photo.heightPx} preserveAspectRatio="none" />
    </svg>
  );
}
