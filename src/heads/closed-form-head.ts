import { QuenError } from '../core/errors.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { type ClassedRows, classedRows, unitRows } from './classed-rows.ts';
import { assertPredictable, assertTrainable, type Head, notFitted, type TrainingSet } from './head.ts';
import { type HeadSnapshot, unusable } from './snapshot.ts';

/** Scores of unit-length probes, shape [P, D], as shape [P, columns]. */
export type Scorer = (probes: Matrix) => Matrix;

/** Length of an embedding, and how many scores it gets. */
export type ScoreSizes = Pick<HeadSnapshot, 'dimension' | 'columnCount'>;

/** What a closed-form head has learnt. */
export type Learnt = Pick<HeadSnapshot, 'settings' | 'arrays'>;

/**
 * What a closed-form head adds to the contract: what it learns from the training rows, without any randomness, and
 * how a scorer follows from that alone.
 */
export interface ClosedForm extends Pick<Head, 'name' | 'scoreKind' | 'strangerRoles'> {
  /** Name of the head in `HEAD_NAMES`. */
  readonly head: HeadSnapshot['head'];
  /** Longest embedding it takes, where its work grows with the cube of the length. */
  readonly longest?: number;
  /** Called with rows of unit length that have been checked. */
  learn(rows: ClassedRows): Learnt;
  /** Throws `DIMENSION_MISMATCH` where an array is missing or of another shape. */
  scorer(learnt: Learnt, sizes: ScoreSizes): Scorer;
}

/** A head whose parameters follow from the training set by a formula; the seed changes nothing. */
export function closedFormHead(form: ClosedForm, restored?: HeadSnapshot): Head {
  let snapshot = restored;
  let score = restored && restoredScorer(form, restored);
  return {
    name: form.name,
    scoreKind: form.scoreKind,
    strangerRoles: form.strangerRoles,
    async fit(set) {
      assertTrainable(set, form);
      assertNotTooLong(form, set);
      const classed = classedRows(set);
      const learnt = form.learn(classed);
      const sizes = { dimension: set.rows.cols, columnCount: classed.columnCount };
      score = form.scorer(learnt, sizes);
      snapshot = {
        head: form.head,
        scoreKind: form.scoreKind,
        networks: [...set.networks],
        ...sizes,
        ...learnt,
      };
    },
    async predict(probes) {
      if (snapshot === undefined || score === undefined) throw notFitted(form.name);
      assertPredictable(probes, snapshot);
      return { kind: form.scoreKind, values: score(unitRows(probes.rows)) };
    },
    snapshot() {
      if (snapshot === undefined) throw notFitted(form.name);
      return snapshot;
    },
  };
}

function restoredScorer(form: ClosedForm, restored: HeadSnapshot): Scorer {
  if (restored.scoreKind !== form.scoreKind)
    throw unusable(`its scores are said to be ${restored.scoreKind}; they are ${form.scoreKind}`);
  return form.scorer(restored, restored);
}

/** Covariances of embeddings of 1,536 values take a minute; of the 8,631 class scores of some networks, hours. */
export const LONGEST_WITH_COVARIANCE = 2048;

function assertNotTooLong({ name, longest }: ClosedForm, { rows }: TrainingSet): void {
  if (longest === undefined || rows.cols <= longest) return;
  throw new QuenError(
    'CONFIG_INVALID',
    `The head '${name}' takes embeddings of at most ${longest} values; these have ${rows.cols}. Use fewer networks, or another head.`,
  );
}
