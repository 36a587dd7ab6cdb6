import { identityMeans } from '../../src/gallery/identity-scores.ts';
import type { Head } from '../../src/heads/head.ts';
import type { AsyncInnerProducts } from '../../src/numerics/inner-products.ts';
import { logSumExp } from '../../src/numerics/log-sum-exp.ts';
import { type Matrix, row } from '../../src/numerics/matrix.ts';
import { topK } from '../../src/numerics/top-k.ts';
import { type NamingWay, templatesWay } from '../../src/pipeline/pseudo-labels/naming-way.ts';
import type { StrangerFaces } from '../../src/pipeline/training/material.ts';
import { prepareRejectorSet } from '../../src/rejection/rejectors/prepare-set.ts';
import { REJECTORS } from '../../src/rejection/rejectors/rejectors.ts';
import { scoreWithAll } from '../../src/rejection/rejectors/score-with-all.ts';
import { strangerNumbers } from './strangers.ts';

/** How likeness to rejected faces counts. */
export interface Against {
  /** Of the likeness, subtracted from every score; from 0. */
  readonly weight: number;
  /** Rejected faces most like the probe, whose mean likeness it is. */
  readonly count: number;
}

/**
 * Class means, less a share of the likeness to the nearest faces that were rejected: the nearest to a class `unknown` that
 * means can learn.
 */
export function againstRejectedWay(innerProducts: AsyncInnerProducts, { weight, count }: Against): NamingWay {
  const means = templatesWay('mean', innerProducts);
  return {
    name: `means less ${weight} x the ${count} nearest rejected`,
    strangerRole: 'negatives',
    learn: async (set) => {
      const score = await means.learn(set);
      return async (probes) => {
        const scores = await score(probes);
        if (set.strangers === undefined) return scores;
        const likeness = await innerProducts(probes, set.strangers.rows);
        return mapRows(scores, (values, p) => {
          const ofRejected = row(likeness, p);
          const nearest = topK(ofRejected, count);
          const sum = nearest.reduce((total, n) => total + (ofRejected[n] ?? 0), 0);
          return values.map((value) => value - (weight * sum) / Math.max(1, nearest.length));
        });
      };
    },
  };
}

/**
 * Class means name; the learned rejector, over a cohort of strangers whom nothing is calibrated on, says how surely the best
 * is enrolled.
 */
export function learnedRejectorWay(innerProducts: AsyncInnerProducts, cohort: StrangerFaces): NamingWay {
  return {
    name: 'means, learned rejector',
    learn: async ({ rows, identityOf, identities }) => {
      const set = prepareRejectorSet({
        templates: rows,
        identityOf,
        identityCount: identities.length,
        strangers: { embeddings: cohort.probes, personOf: strangerNumbers(cohort) },
        innerProducts,
      });
      const rejector = REJECTORS.learned();
      await rejector.fit(set);
      const gallery = { templates: rows, identityOf, identityCount: identities.length };
      const means = identityMeans(gallery);
      return async (probes) => {
        const scores = await innerProducts(probes, means);
        const [sure] = await scoreWithAll([rejector], { embeddings: probes }, { innerProducts });
        return mapRows(scores, (values, p) => {
          const best = Math.max(...values);
          return values.map((value) => (sure?.[p] ?? 0) + value - best);
        });
      };
    },
  };
}

/** Names by a head of logits; the score is the logarithm of a probability among all classes, `unknown` too where it is one. */
export function softmaxWay(name: string, make: () => Head, seed: number, withUnknown: boolean): NamingWay {
  return {
    name,
    ...(withUnknown && { strangerRole: 'class' as const }),
    learn: async (set) => {
      const head = make();
      await head.fit(set, seed);
      return async (probes) => {
        const { values } = await head.predict({ rows: probes, networks: set.networks });
        return mapRows(values, (logits) => {
          const total = logSumExp(logits);
          return logits.map((logit) => logit - total);
        });
      };
    },
  };
}

function mapRows(scores: Matrix, change: (values: Float32Array, p: number) => Float32Array): Matrix {
  const data = new Float32Array(scores.data.length);
  for (let p = 0; p < scores.rows; p++) data.set(change(row(scores, p), p), p * scores.cols);
  return { ...scores, data };
}
