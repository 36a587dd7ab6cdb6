import { groupDirections, groupMaximaInto } from '../numerics/groups.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { partMeansInto } from './part-means.ts';
import type { FusedPart } from './shared-parts.ts';

/**
 * How the photos of one identity become one score, see `identityScoresInto`. On LFW the blend is as good as the
 * better of the others at every rate, to within 0.1 point; `docs/metrics.md` has the figures.
 */
export const SCORE_RULES = ['blend', 'mean', 'nearest'] as const;

/** One of {@link SCORE_RULES}. */
export type ScoreRule = (typeof SCORE_RULES)[number];

/** What a search needs of a gallery. */
export interface SearchableGallery {
  /** Embeddings of unit length, shape [N, D]. */
  readonly templates: Matrix;
  /** Identity of each template, in 0..identityCount - 1, shape [N]. */
  readonly identityOf: Int32Array;
  readonly identityCount: number;
  /** Which network gave which stretch of a template; templates are taken for whole when absent. */
  readonly parts?: readonly FusedPart[];
}

/**
 * Means of each identity's templates, scaled to unit length, shape [C, D]; zeros for an identity without templates or
 * with a mean that has no direction.
 */
export function identityMeans({ templates, identityOf, identityCount, parts }: SearchableGallery): Matrix {
  const means = groupDirections({ rows: templates, groupOf: identityOf, groupCount: identityCount });
  if (parts !== undefined) partMeansInto({ templates, identityOf, parts }, means);
  return means;
}

/** The scores of one probe that `identityScoresInto` starts from. */
export interface ProbeScores {
  /** Against each template, shape [N]. */
  readonly ofTemplates: Float32Array;
  /** Against each identity mean, shape [C]. */
  readonly ofMeans: Float32Array;
}

/**
 * One score for each identity. `nearest`: the best score of its templates. `mean`: the score of its mean template.
 * `blend`: half of each. An identity without templates gets `-Infinity`.
 * @param out shape [C]
 */
export function identityScoresInto(
  scores: ProbeScores,
  gallery: SearchableGallery,
  rule: ScoreRule,
  out: Float64Array,
): void {
  groupMaximaInto(scores.ofTemplates, gallery.identityOf, out);
  if (rule === 'nearest') return;
  out.forEach((nearest, c) => {
    if (nearest === Number.NEGATIVE_INFINITY) return;
    const ofMean = scores.ofMeans[c] ?? Number.NaN;
    out[c] = rule === 'mean' ? ofMean : (nearest + ofMean) / 2;
  });
}
