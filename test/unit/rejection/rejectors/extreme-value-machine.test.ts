import { describe, expect, test } from 'vitest';
import { type Matrix, row } from '../../../../src/numerics/matrix.ts';
import { dot } from '../../../../src/numerics/vector.ts';
import { fitWeibull } from '../../../../src/numerics/weibull.ts';
import { extremeValueMachineRejector } from '../../../../src/rejection/rejectors/extreme-value-machine.ts';
import { prepareRejectorSet } from '../../../../src/rejection/rejectors/prepare-set.ts';
import type { RejectorSet } from '../../../../src/rejection/rejectors/rejector.ts';
import { madeRejectorProbes, madeRejectorSet, madeUnitRows } from '../../../support/made-rejector-set.ts';

const cosineOf = (a: Matrix, i: number, b: Matrix, j: number): number =>
  Math.fround(dot(row(a, i), row(b, j)));
const logDistance = (cosine: number): number => Math.log(Math.max(2 - 2 * cosine, 1e-7)) / 2;

/** The definition, all negatives sorted: each template's score of a probe, the best of each identity. */
function scoreOf(set: RejectorSet, probe: Matrix, identity: number, tailSize: number): number {
  const { templates, identityOf, strangers } = set;
  const places = [...identityOf.keys()];
  const scores = places.flatMap((n) => {
    if (identityOf[n] !== identity) return [];
    const negatives = [
      ...places.filter((m) => identityOf[m] !== identity).map((m) => cosineOf(templates, n, templates, m)),
      ...Array.from({ length: strangers?.embeddings.rows ?? 0 }, (_, m) =>
        cosineOf(templates, n, strangers?.embeddings as Matrix, m),
      ),
    ].sort((a, b) => b - a);
    const { shape, scale } = fitWeibull(
      negatives.slice(0, tailSize).map((cosine) => Math.exp(logDistance(cosine)) / 2),
    );
    return [shape * (Math.log(scale) - logDistance(cosineOf(templates, n, probe, 0)))];
  });
  return Math.max(...scores);
}

describe('the extreme value machine', () => {
  test.each([2, 3, 7, 1000])(
    'fits the %i nearest negatives of each template, however unlike the one before it is',
    async (tailSize) => {
      const made = madeRejectorSet([3, 5, 1, 2, 4, 3, 2, 6]);
      // One template is far from everybody: the tail of the one before is no bound for its own.
      const far = madeUnitRows([['far from all', 'photo']]);
      const data = made.templates.data.slice();
      far.data.forEach((value, k) => {
        data[3 * made.templates.cols + k] = -value;
      });
      const set = { ...made, templates: { ...made.templates, data } };
      const rejector = extremeValueMachineRejector(tailSize);
      await rejector.fit(prepareRejectorSet(set));
      const { embeddings } = madeRejectorProbes(set);
      for (const probe of [0, 5, 11]) {
        const rows = { data: row(embeddings, probe), rows: 1, cols: embeddings.cols };
        for (const identity of [0, 1, 2, 7]) {
          const [score] = rejector.score({ embeddings: rows, proposed: Int32Array.of(identity) });
          const expected = scoreOf(set, rows, identity, tailSize);
          expect(Math.abs((score as number) - expected)).toBeLessThan(1e-4 * (1 + Math.abs(expected)));
        }
      }
    },
  );
});
