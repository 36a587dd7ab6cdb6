import { QuenError } from '../core/errors.ts';
import type { Landmarks } from '../core/face.ts';

/** Size of an aligned crop and where its five landmarks go. */
export interface AlignmentTemplate {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly landmarks: Landmarks;
}

// The five points of InsightFace's 96x112 crop; the 112x112 crop shows eight more pixels on both sides.
const POINTS_96 = [
  30.2946, 51.6963, 65.5318, 51.5014, 48.0252, 71.7366, 33.5493, 92.3655, 62.7299, 92.2041,
] as const;
const POINTS_112 = POINTS_96.map((value, index) => (index % 2 === 0 ? value + 8 : value));

/** Alignment templates by name, width x height. */
export const ALIGNMENT_TEMPLATES: Readonly<Record<string, AlignmentTemplate>> = {
  '96x112': { widthPx: 96, heightPx: 112, landmarks: Float32Array.from(POINTS_96) },
  '112x112': square(112),
  '150x150': square(150),
  '160x160': square(160),
  '224x224': square(224),
};

/** The template of a name. Throws `NETWORK_CARD_INVALID` for a name that is not in {@link ALIGNMENT_TEMPLATES}. */
export function alignmentTemplate(name: string): AlignmentTemplate {
  const template = ALIGNMENT_TEMPLATES[name];
  if (template !== undefined) return template;
  const names = Object.keys(ALIGNMENT_TEMPLATES).join(', ');
  throw new QuenError('NETWORK_CARD_INVALID', `There is no alignment template ${name}. Use one of ${names}.`);
}

function square(sidePx: number): AlignmentTemplate {
  const landmarks = Float32Array.from(POINTS_112, (value) => (value * sidePx) / 112);
  return { widthPx: sidePx, heightPx: sidePx, landmarks };
}
