import type { Detection } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import type { Tensor } from '../core/tensor.ts';
import { resizeImage } from '../images/resize.ts';
import { toTensor } from '../images/to-tensor.ts';
import type { DetectorCard } from '../networks/card.ts';

type LetterboxCard = Pick<DetectorCard, 'input' | 'leastEnlargement'>;

/** A photo as a detector's network sees it, and the way back. */
export interface Letterbox {
  readonly tensor: Tensor;
  readonly widthPx: number;
  readonly heightPx: number;
  /** A detection in the input's pixels counted from its corner, brought to the photo's. */
  toPhoto(detection: Detection): Detection;
}

/**
 * Scales a photo so that its longer side has `longSidePx` pixels, or fewer where a fixed input is smaller, and lays it at
 * the top left of the network's input. A photo that would be enlarged by less than the card's least enlargement stays as
 * it is.
 * @param memory of an earlier tensor, to be used again where it is of the right size
 */
export function letterbox(
  image: RgbImage,
  card: LetterboxCard,
  longSidePx: number,
  memory?: Float32Array,
): Letterbox {
  const { input } = card;
  const scale = photoScale(image, card, longSidePx);
  const scaledWidth = Math.max(1, Math.round(image.widthPx * scale));
  const scaledHeight = Math.max(1, Math.round(image.heightPx * scale));
  const canvas =
    input.size === 'fixed'
      ? input
      : {
          ...input,
          widthPx: roundUp(scaledWidth, input.multipleOf),
          heightPx: roundUp(scaledHeight, input.multipleOf),
        };
  const stepX = image.widthPx / scaledWidth;
  const stepY = image.heightPx / scaledHeight;
  const isFitting = memory?.length === 3 * canvas.widthPx * canvas.heightPx;
  return {
    tensor: toTensor(resizeImage(image, scaledWidth, scaledHeight), canvas, isFitting ? memory : undefined),
    widthPx: canvas.widthPx,
    heightPx: canvas.heightPx,
    toPhoto: (detection) => stretchDetection(detection, stepX, stepY),
  };
}

/**
 * How much a photo is scaled so that its longer side has `longSidePx` pixels, as far as the card lets it: see
 * {@link letterbox}.
 */
export function photoScale(
  { widthPx, heightPx }: RgbImage,
  { input, leastEnlargement }: LetterboxCard,
  longSidePx: number,
): number {
  const wanted = longSidePx / Math.max(widthPx, heightPx);
  if (input.size === 'free') return wanted > 1 && wanted < leastEnlargement ? 1 : wanted;
  return Math.min(wanted, input.widthPx / widthPx, input.heightPx / heightPx);
}

function roundUp(value: number, multipleOf: number): number {
  return Math.ceil(value / multipleOf) * multipleOf;
}

/** Boxes count from the photo's corner; landmarks from the centre of its first pixel, as warps do. */
function stretchDetection({ box, landmarks, score }: Detection, stepX: number, stepY: number): Detection {
  return {
    box: {
      xPx: box.xPx * stepX,
      yPx: box.yPx * stepY,
      widthPx: box.widthPx * stepX,
      heightPx: box.heightPx * stepY,
    },
    landmarks: landmarks.map((value, index) => value * (index % 2 === 0 ? stepX : stepY) - 0.5),
    score,
  };
}
