import { describe, expect, it } from 'vitest';
import { selectRows } from '../../../../src/numerics/matrix.ts';
import { crossFitScores } from '../../../../src/pipeline/pseudo-labels/cross-fit.ts';
import { withPseudoLabels } from '../../../../src/pipeline/pseudo-labels/labelled-set.ts';
import {
  type PseudoLabel,
  parsePseudoLabels,
  withoutFaces,
} from '../../../../src/pipeline/pseudo-labels/pseudo-label.ts';
import { trainingSetOf } from '../../../../src/pipeline/training/material.ts';
import { classMeans, madePeople, madePile, templates } from './made-pile.ts';

const material = madePeople([2, 1, 3], 3);
const set = trainingSetOf(material, [...material.gallery.faces.keys()]);
const pile = madePile(['person 1', 'person 2', 'nobody 0', 'person 1']);
const LABELS: readonly PseudoLabel[] = [
  label(0, { kind: 'identity', identity: 'person 1' }),
  label(1, { kind: 'identity', identity: 'person 2' }),
  label(2, { kind: 'unknown' }),
  label(3, { kind: 'identity', identity: 'person 1' }),
];

describe('pseudo-labels', () => {
  it('come back from JSON as they were', () => {
    expect(parsePseudoLabels(JSON.parse(JSON.stringify(LABELS)), 'labels.json')).toEqual(LABELS);
  });

  it('are refused by name of file when one is not whole', () => {
    const broken = [{ ...LABELS[0], round: 0 }];
    expect(() => parsePseudoLabels(broken, 'labels.json')).toThrow(
      expect.objectContaining({ code: 'TABLE_INVALID', message: expect.stringContaining('labels.json') }),
    );
  });
});

describe('withPseudoLabels', () => {
  it('adds the named faces to their people and the unknown ones to the strangers', () => {
    const learnt = withPseudoLabels(set, { pile, labels: LABELS }, 'negatives');
    expect([...learnt.identityOf]).toEqual([0, 0, 1, 2, 2, 2, 1, 2, 1]);
    expect(selectRows(learnt.rows, [6, 7, 8])).toEqual(selectRows(pile.rows, [0, 1, 3]));
    expect(learnt.strangers).toMatchObject({ rows: selectRows(pile.rows, [2]), role: 'negatives' });
  });

  it('leaves unknown faces out for a way that cannot learn them', () => {
    expect(withPseudoLabels(set, { pile, labels: LABELS }).strangers).toBeUndefined();
  });

  it.each([templates, classMeans])(
    'forgets a revoked label as if it had never been, by $name',
    async (way) => {
      const revoked = withoutFaces(LABELS, new Set([3]));
      const never = LABELS.slice(0, 3).reverse();
      const scores = await Promise.all(
        [revoked, never, LABELS].map(async (labels) => {
          const score = await way.learn(withPseudoLabels(set, { pile, labels }, way.strangerRole));
          return score(material.strangers.probes);
        }),
      );
      expect(scores[0]).toEqual(scores[1]);
      expect(scores[0]).not.toEqual(scores[2]);
    },
  );
});

describe('crossFitScores', () => {
  it('never scores a face by what was learnt from it', async () => {
    const faces = [{ rows: pile.rows, partOf: [0, 0, 0, 0] }];
    const labelled = (labels: readonly PseudoLabel[]) =>
      crossFitScores(templates, { set, pile, labels }, { faces, partCount: 1 });
    expect(await labelled(LABELS)).toEqual(await labelled([]));
  });
});

function label(face: number, named: PseudoLabel['named']): PseudoLabel {
  return {
    face,
    photo: `${face}.jpg`,
    named,
    round: 1,
    score: 0.7,
    source: 'templates, blend',
    threshold: 0.6,
  };
}
