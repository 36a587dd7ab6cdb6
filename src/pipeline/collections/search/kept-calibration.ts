import { type CalibratedFaces, type CalibrateOptions, calibrateFaces } from './calibrate-faces.ts';
import type { SearchLayout } from './searched-faces.ts';

/** Raised whenever the same faces are calibrated otherwise than before. */
const REVISION = 1;

/** A calibration, and the text to keep of it. */
export interface KeptCalibration extends CalibratedFaces {
  readonly kept: string;
}

/**
 * Calibrates a collection, see {@link calibrateFaces}, unless what was kept is of the very same faces, people and options: searching thousands of
 * faces at every start would be for nothing.
 * @param how `kept` is the text of an earlier call; `hash` is of text, such that different texts never share one
 */
export async function calibrateUnlessKept(
  layout: SearchLayout,
  how: CalibrateOptions & {
    readonly kept?: string | undefined;
    readonly hash: (text: string) => string;
  },
): Promise<KeptCalibration> {
  const { kept, hash, rule, fpir, strangerShare } = how;
  const { faceIds, personIds, gallery } = layout;
  const people = Array.from(gallery.identityOf, (identity) => personIds[identity]);
  const madeOf = hash(JSON.stringify([REVISION, rule, fpir, strangerShare, faceIds, people]));
  if (kept !== undefined) {
    const before = JSON.parse(kept) as CalibratedFaces & { readonly madeOf: string };
    if (before.madeOf === madeOf)
      return { threshold: before.threshold, probability: before.probability, kept };
  }
  const calibrated = await calibrateFaces(layout, how);
  return { ...calibrated, kept: JSON.stringify({ madeOf, ...calibrated }) };
}
