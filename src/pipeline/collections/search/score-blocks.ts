import { identityScoresInto, type ScoreRule } from '../../../gallery/identity-scores.ts';
import type { AsyncInnerProducts } from '../../../numerics/inner-products.ts';
import { type Matrix, row, rowRange } from '../../../numerics/matrix.ts';
import type { SearchLayout } from './searched-faces.ts';

/** Probes scored at a time: bounds memory, and lets other searches come between. */
const PROBE_BLOCK = 64;

/** Scores of one probe. The arrays are used anew for the next. */
export interface ProbeOutcome {
  readonly probe: number;
  /** Cosines with the templates, shape [N]. */
  readonly ofTemplates: Float32Array;
  /** By the rule, shape [C]. */
  readonly ofIdentities: Float64Array;
}

/** Scores probes against a collection, block by block, and hands each probe's scores on in order. */
export async function scoreProbes(
  probes: Matrix,
  layout: SearchLayout,
  how: { readonly rule: ScoreRule; readonly innerProducts: AsyncInnerProducts },
  take: (outcome: ProbeOutcome) => void,
): Promise<void> {
  const { gallery, means } = layout;
  const ofIdentities = new Float64Array(gallery.identityCount);
  const ofMeans = new Float32Array(gallery.identityCount);
  for (let first = 0; first < probes.rows; first += PROBE_BLOCK) {
    const block = rowRange(probes, first, Math.min(first + PROBE_BLOCK, probes.rows));
    const templateScores = await how.innerProducts(block, gallery.templates);
    const meanScores =
      how.rule === 'nearest' || means.rows === 0 ? undefined : await how.innerProducts(block, means);
    for (let p = 0; p < block.rows; p++) {
      const ofTemplates = row(templateScores, p);
      const ofSeveral = meanScores === undefined ? NO_MEANS : row(meanScores, p);
      if (how.rule !== 'nearest') meanScoresInto({ ofTemplates, ofSeveral }, layout, ofMeans);
      identityScoresInto({ ofTemplates, ofMeans }, gallery, how.rule, ofIdentities);
      take({ probe: first + p, ofTemplates, ofIdentities });
    }
  }
}

const NO_MEANS = new Float32Array();

/** @param out score with each person's mean, shape [C] */
function meanScoresInto(
  scores: { readonly ofTemplates: Float32Array; readonly ofSeveral: Float32Array },
  { gallery: { identityOf }, several }: SearchLayout,
  out: Float32Array,
): void {
  for (let n = 0; n < identityOf.length; n++) out[identityOf[n] as number] = scores.ofTemplates[n] as number;
  for (let s = 0; s < several.length; s++) out[several[s] as number] = scores.ofSeveral[s] as number;
}
