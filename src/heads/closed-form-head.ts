import type { Matrix } from '../numerics/matrix.ts';
import { type ClassedRows, classedRows, unitRows } from './classed-rows.ts';
import { assertPredictable, assertTrainable, type Head, notFitted, type TrainingSet } from './head.ts';

/** Scores of unit-length probes, shape [P, D], as shape [P, columns]. */
export type Scorer = (probes: Matrix) => Matrix;

/**
 * What a closed-form head adds to the contract: how a scorer follows from the training rows, without any
 * randomness.
 */
export interface ClosedForm extends Pick<Head, 'name' | 'scoreKind' | 'strangerRoles'> {
  /** Called with rows of unit length that have been checked. */
  learn(rows: ClassedRows): Scorer;
}

/** A head whose parameters follow from the training set by a formula; the seed changes nothing. */
export function closedFormHead(form: ClosedForm): Head {
  let learnt: { readonly set: Pick<TrainingSet, 'rows' | 'networks'>; readonly score: Scorer } | undefined;
  return {
    name: form.name,
    scoreKind: form.scoreKind,
    strangerRoles: form.strangerRoles,
    async fit(set) {
      assertTrainable(set, form);
      const shape = { data: new Float32Array(0), rows: 0, cols: set.rows.cols };
      learnt = { set: { rows: shape, networks: [...set.networks] }, score: form.learn(classedRows(set)) };
    },
    async predict(probes) {
      if (learnt === undefined) throw notFitted(form.name);
      assertPredictable(probes, learnt.set);
      return { kind: form.scoreKind, values: learnt.score(unitRows(probes.rows)) };
    },
  };
}
