import { QuenError } from '../core/errors.ts';
import type { Landmarks } from '../core/face.ts';
import { UPRIGHT_FIVE_POINTS } from '../core/five-points.ts';

/** Size of an aligned crop and where its five landmarks go. */
export interface AlignmentTemplate {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly landmarks: Landmarks;
}

/**
 * Where the five points lie in the chips that dlib's networks were trained on (150 px, padding 0.25), on average.
 */
const DLIB_CHIP: Landmarks = Float32Array.of(
  ...[47.6, 46.6],
  ...[100.5, 46.6],
  ...[74, 76.6],
  ...[50.4, 103],
  ...[97.6, 103],
);

/** Alignment templates by name, width x height and whose they are where they are not InsightFace's. */
export const ALIGNMENT_TEMPLATES: Readonly<Record<string, AlignmentTemplate>> = {
  '96x112': { widthPx: 96, heightPx: 112, landmarks: withoutSides(8) },
  '112x112': square(112),
  '150x150': square(150),
  '160x160': square(160),
  '224x224': square(224),
  '150x150-dlib': { widthPx: 150, heightPx: 150, landmarks: DLIB_CHIP },
};

/** The template of a name. Throws `NETWORK_CARD_INVALID` for a name that is not in {@link ALIGNMENT_TEMPLATES}. */
export function alignmentTemplate(name: string): AlignmentTemplate {
  const template = ALIGNMENT_TEMPLATES[name];
  if (template !== undefined) return template;
  const names = Object.keys(ALIGNMENT_TEMPLATES).join(', ');
  throw new QuenError('NETWORK_CARD_INVALID', `There is no alignment template ${name}. Use one of ${names}.`);
}

/** The points after as many pixels are cut from the left and the right. */
function withoutSides(cutPx: number): Landmarks {
  return UPRIGHT_FIVE_POINTS.map((value, index) => (index % 2 === 0 ? value - cutPx : value));
}

function square(sidePx: number): AlignmentTemplate {
  const landmarks = UPRIGHT_FIVE_POINTS.map((value) => (value * sidePx) / 112);
  return { widthPx: sidePx, heightPx: sidePx, landmarks };
}
