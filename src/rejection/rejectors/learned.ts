import { QuenError } from '../../core/errors.ts';
import { fitLogisticRegression, type LogisticModel, logitOf } from '../../numerics/logistic-regression.ts';
import { selectRows } from '../../numerics/matrix.ts';
import { mean, standardDeviation } from '../../numerics/statistics.ts';
import { crossFolds, type HeldOut } from './cross-folds.ts';
import { defineRejector, lacks } from './define-rejector.ts';
import { operandProducts, prepareRejectorSet } from './prepare-set.ts';
import type { HeadEvidence, PreparedSet, ProbeEvidence, Rejector, RejectorStrangers } from './rejector.ts';
import { scoreWithAll } from './score-with-all.ts';

/** How the rejector of {@link learnedRejector} works. */
export interface LearnedOptions {
  /** Makes one of each rejector whose scores it learns over; called anew for every fold. */
  readonly members: () => readonly Rejector[];
  /** Parts that templates and strangers are cut into, from 2. */
  readonly foldCount?: number;
  readonly seed?: number;
}

/** Penalty on the weights, against samples whose weights add to 1 for each of the two sides. */
const PENALTY = 1e-3;

/**
 * Logistic regression over the standardised scores of other rejectors (stacking, Wolpert 1992), as log-odds of being
 * enrolled with both sides equally likely. It learns from scores of faces that the members did not learn from: in each
 * fold the members learn without some templates of people who have others left, and without some strangers, and nobody's
 * photos of strangers are on both sides. Then the members learn from everything. Learning throws `REJECTOR_EVIDENCE`
 * without strangers of at least two people, or where nobody has two templates; members that need head scores find those
 * of templates and strangers in the set, which must be out of fold too.
 */
export function learnedRejector({ members, foldCount = 5, seed = 1 }: LearnedOptions): Rejector {
  const sample = members();
  if (sample.length === 0 || !Number.isInteger(foldCount) || foldCount < 2)
    throw new QuenError(
      'CONFIG_INVALID',
      `${sample.length} rejectors in ${foldCount} folds cannot be learnt over. Give one at least, and two folds.`,
    );
  const headScores = sample.some(({ needs }) => needs.headScores === 'logit')
    ? 'logit'
    : sample.find(({ needs }) => needs.headScores)?.needs.headScores;
  return defineRejector({
    name: 'learned',
    needs: { strangers: true, ...(headScores && { headScores }) },
    learn: async (set) => {
      const samples = await outOfFoldScores(set, { members, foldCount, seed });
      const model = fitStandardised(samples);
      const fitted = members();
      for (const member of fitted) await member.fit(set);
      return {
        operands: [...new Set(fitted.flatMap((member) => member.operands()))],
        score: (probes) => {
          const features = interleaved(fitted.map((member) => member.score(probes)));
          return Float64Array.from({ length: probes.embeddings.rows }, (_, p) =>
            logitOf(model, features, p * fitted.length),
          );
        },
      };
    },
  });
}

interface Samples {
  /** Shape [n, members]. */
  readonly features: Float64Array;
  /** Shape [n]. */
  readonly labels: readonly number[];
}

async function outOfFoldScores(set: PreparedSet, options: Required<LearnedOptions>): Promise<Samples> {
  const strangers = set.strangers as RejectorStrangers;
  if (new Set(strangers.personOf).size < 2 || new Set(set.identityOf).size === set.identityOf.length)
    throw lacks('learned', 'somebody with two templates, and strangers of two people', 'Give more photos');
  const folds = crossFolds(set.identityOf, strangers.personOf, options);
  const features: number[] = [];
  const labels: number[] = [];
  for (const fold of folds) {
    const members = options.members();
    const part = withoutHeldOut(set, strangers, fold);
    for (const member of members) await member.fit(part);
    for (const probes of [
      heldOutEvidence(set.templates, set.headScores, fold.templates),
      heldOutEvidence(strangers.embeddings, strangers.headScores, fold.strangers),
    ]) {
      const scores = await scoreWithAll(members, probes, { innerProducts: operandProducts(part) });
      features.push(...interleaved(scores));
    }
    labels.push(...fold.templates.map(() => 1), ...fold.strangers.map(() => 0));
  }
  return { features: Float64Array.from(features), labels };
}

function withoutHeldOut(set: PreparedSet, strangers: RejectorStrangers, heldOut: HeldOut): PreparedSet {
  const templates = placesWithout(set.templates.rows, heldOut.templates);
  const others = placesWithout(strangers.embeddings.rows, heldOut.strangers);
  return prepareRejectorSet({
    templates: selectRows(set.templates, templates),
    identityOf: Int32Array.from(templates, (n) => set.identityOf[n] as number),
    identityCount: set.identityCount,
    innerProducts: set.innerProducts,
    cosines: set.cosines,
    strangers: {
      embeddings: selectRows(strangers.embeddings, others),
      personOf: Int32Array.from(others, (n) => strangers.personOf[n] as number),
    },
  });
}

function placesWithout(count: number, heldOut: readonly number[]): number[] {
  const isHeldOut = new Set(heldOut);
  return Array.from({ length: count }, (_, n) => n).filter((n) => !isHeldOut.has(n));
}

function heldOutEvidence(
  embeddings: PreparedSet['templates'],
  head: HeadEvidence | undefined,
  places: readonly number[],
): ProbeEvidence {
  const rows = selectRows(embeddings, places);
  if (head === undefined) return { embeddings: rows };
  return { embeddings: rows, head: { kind: head.kind, values: selectRows(head.values, places) } };
}

/** From scores of each member to those of each probe, shape [P, members]. */
function interleaved(scores: readonly Float64Array[]): Float64Array {
  const count = scores.length;
  const out = new Float64Array(count * (scores[0]?.length ?? 0));
  scores.forEach((values, k) => {
    values.forEach((value, p) => {
      out[p * count + k] = value;
    });
  });
  return out;
}

/** The model on raw scores: what standardising does is folded into its weights. */
function fitStandardised({ features, labels }: Samples): LogisticModel {
  const count = features.length / labels.length;
  const columns = Array.from({ length: count }, (_, k) => features.filter((_, i) => i % count === k));
  const centres = columns.map(mean);
  const scales = columns.map((values) => standardDeviation(values) || 1);
  const standard = features.map(
    (value, i) => (value - (centres[i % count] as number)) / (scales[i % count] as number),
  );
  const enrolled = labels.filter((label) => label === 1).length;
  const weights = Float64Array.from(
    labels,
    (label) => 1 / (label === 1 ? enrolled : labels.length - enrolled),
  );
  const model = fitLogisticRegression({ features: standard, labels, weights }, PENALTY);
  const rates = model.weights.map((weight, k) => weight / (scales[k] as number));
  const shift = rates.reduce((sum, rate, k) => sum + rate * (centres[k] as number), 0);
  return { weights: rates, bias: model.bias - shift };
}
