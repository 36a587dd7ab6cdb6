import type { FaceQuality } from '../api/types.ts';
import type { Text } from '../text/english.ts';

/** A face is sharp from here on: halfway from what the service calls blurred (0.18) to a good photo (0.33). */
const SHARP = 0.25;
/** A head turned by less is seen from the front, in degrees. */
const FRONTAL_DEG = 20;
/** Photos of faces are hardly ever darker, lighter or fainter (mean and standard deviation of the luma). */
const DARK = 0.25;
const LIGHT = 0.75;
const FAINT = 0.06;

/** What a face is like, in a few plain words: size and drawings only where they are amiss, then sharpness, pose and light. */
export function qualityWords(quality: FaceQuality, text: Text): readonly string[] {
  const { flaws, sharpness, yawDeg } = quality;
  const { qualities } = text.evidence;
  const has = (flaw: FaceQuality['flaws'][number]): boolean => flaws.includes(flaw);
  const soft = has('blurred') ? qualities.blurred : qualities.soft;
  const turned = Math.abs(yawDeg);
  return [
    ...(has('drawing') ? [qualities.drawing] : []),
    ...(has('tiny-face') ? [qualities.tiny] : []),
    sharpness >= SHARP ? qualities.sharp : soft,
    turned < FRONTAL_DEG ? qualities.frontal : qualities.turned(Math.round(turned)),
    lightOf(quality, text),
  ];
}

function lightOf({ flaws, brightness, contrast }: FaceQuality, { evidence: { qualities } }: Text): string {
  if (brightness < DARK) return qualities.dark;
  if (brightness > LIGHT) return qualities.light;
  if (flaws.includes('badly-lit')) return qualities.badlyLit;
  return contrast < FAINT ? qualities.faint : qualities.wellLit;
}
