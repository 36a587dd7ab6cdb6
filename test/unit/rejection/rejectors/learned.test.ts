import { describe, expect, test } from 'vitest';
import { crossFolds } from '../../../../src/rejection/rejectors/cross-folds.ts';
import { energyRejector } from '../../../../src/rejection/rejectors/energy.ts';
import { identityCosineRejector } from '../../../../src/rejection/rejectors/identity-cosine.ts';
import { learnedRejector } from '../../../../src/rejection/rejectors/learned.ts';
import { prepareRejectorSet } from '../../../../src/rejection/rejectors/prepare-set.ts';
import type {
  PreparedSet,
  Rejector,
  RejectorStrangers,
} from '../../../../src/rejection/rejectors/rejector.ts';
import { madeRejectorProbes, madeRejectorSet } from '../../../support/made-rejector-set.ts';

const set = madeRejectorSet([3, 5, 1, 2, 4]);
const strangers = set.strangers as RejectorStrangers;

describe('crossFolds', () => {
  const folds = crossFolds(set.identityOf, strangers.personOf, { foldCount: 3, seed: 2 });

  test('everybody held out has a template left, and each such template is held out once', () => {
    const heldOut = folds.flatMap(({ templates }) => templates).sort((a, b) => a - b);
    expect(heldOut).toEqual([...set.identityOf.keys()].filter((n) => set.identityOf[n] !== 2));
    for (const { templates } of folds) {
      const left = set.identityOf.filter((_, n) => !templates.includes(n));
      expect(new Set(left)).toEqual(new Set(set.identityOf));
    }
  });

  test('each stranger is held out once, with all photos', () => {
    const people = folds.map((fold) => new Set(fold.strangers.map((n) => strangers.personOf[n])));
    expect(people.reduce((sum, { size }) => sum + size, 0)).toBe(new Set(strangers.personOf).size);
    expect(folds.flatMap((fold) => fold.strangers)).toHaveLength(strangers.personOf.length);
  });
});

describe('the learned rejector', () => {
  test('over one rejector is a rising line of its scores', async () => {
    const single = identityCosineRejector('blend');
    const learned = learnedRejector({ members: () => [identityCosineRejector('blend')] });
    const prepared = prepareRejectorSet(set);
    await single.fit(prepared);
    await learned.fit(prepared);
    const probes = madeRejectorProbes(set);
    const [x, y] = [single.score(probes), learned.score(probes)];
    const slope = (y[1] - y[0]) / (x[1] - x[0]);
    expect(slope).toBeGreaterThan(0);
    x.forEach((score, p) => {
      expect(y[p]).toBeCloseTo(y[0] + slope * (score - x[0]), 6);
    });
  });

  test('members of a fold never learn from what they score in it', async () => {
    const learntFrom: PreparedSet[] = [];
    const spy = (): Rejector => {
      const inner = identityCosineRejector('nearest');
      return {
        ...inner,
        fit: (part) => {
          learntFrom.push(part);
          return inner.fit(part);
        },
        score: (probes) => {
          const scores = inner.score(probes);
          // A template or stranger that was learnt from would be at cosine 1 from itself.
          if (learntFrom.length <= 5) expect(Math.max(...scores)).toBeLessThan(0.9999);
          return scores;
        },
      };
    };
    await learnedRejector({ members: () => [spy()] }).fit(prepareRejectorSet(set));
    expect(learntFrom).toHaveLength(6);
    expect(learntFrom[5]?.templates.rows).toBe(set.templates.rows);
    expect(learntFrom.slice(0, 5).every(({ templates }) => templates.rows < set.templates.rows)).toBe(true);
  });

  test('needs what its members need, and takes head scores of the set for learning', async () => {
    const learned = learnedRejector({ members: () => [identityCosineRejector('mean'), energyRejector()] });
    expect(learned.needs).toEqual({ strangers: true, headScores: 'logit' });
    await learned.fit(prepareRejectorSet(set));
    expect(learned.score(madeRejectorProbes(set)).every(Number.isFinite)).toBe(true);
    const { headScores: _, ...without } = set;
    const fit = learned.fit(prepareRejectorSet(without));
    await expect(fit).rejects.toMatchObject({ code: 'REJECTOR_EVIDENCE' });
  });

  test('strangers of one person cannot be judged by others', async () => {
    const one = { ...strangers, personOf: new Int32Array(strangers.personOf.length) };
    const fit = learnedRejector({ members: () => [identityCosineRejector('mean')] }).fit(
      prepareRejectorSet({ ...set, strangers: one }),
    );
    await expect(fit).rejects.toMatchObject({ code: 'REJECTOR_EVIDENCE' });
  });

  test.each([{ members: () => [] }, { members: () => [energyRejector()], foldCount: 1 }])(
    'no members and one fold are refused',
    (options) => {
      expect(() => learnedRejector(options)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    },
  );
});
