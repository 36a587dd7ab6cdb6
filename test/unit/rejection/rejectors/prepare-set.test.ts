import { expect, test } from 'vitest';
import { adaptiveNormRejector } from '../../../../src/rejection/rejectors/adaptive-norm.ts';
import { prepareRejectorSet } from '../../../../src/rejection/rejectors/prepare-set.ts';
import type { RejectorSet, RejectorStrangers } from '../../../../src/rejection/rejectors/rejector.ts';
import { madeRejectorSet, madeUnitRows } from '../../../support/made-rejector-set.ts';

const set = madeRejectorSet([2, 2]);
const strangers = set.strangers as RejectorStrangers;
const headScores = set.headScores as NonNullable<RejectorSet['headScores']>;
const noRows = { data: new Float32Array(0), rows: 0, cols: 16 };

test('nobody enrolled is a fault', () => {
  const nobody = { ...set, templates: noRows, identityOf: new Int32Array(0) };
  expect(() => prepareRejectorSet(nobody)).toThrow(expect.objectContaining({ code: 'PEOPLE_EMPTY' }));
});

test.each<[string, RejectorSet]>([
  ['an identity without a template', { ...set, identityCount: 3 }],
  ['fewer numbers than templates', { ...set, identityOf: set.identityOf.subarray(1) }],
  ['an identity that is not there', { ...set, identityOf: Int32Array.of(0, 0, 1, 2) }],
  [
    'a template that is not of unit length',
    { ...set, templates: { ...set.templates, data: set.templates.data.map((value) => 2 * value) } },
  ],
  [
    'NaN in a template',
    {
      ...set,
      templates: {
        ...set.templates,
        data: set.templates.data.map((value, i) => (i === 3 ? Number.NaN : value)),
      },
    },
  ],
  ['strangers without photos', { ...set, strangers: { embeddings: noRows, personOf: new Int32Array(0) } }],
  [
    'strangers of other networks',
    {
      ...set,
      strangers: {
        ...strangers,
        embeddings: { ...strangers.embeddings, rows: 32, cols: 8 },
        personOf: new Int32Array(32),
      },
    },
  ],
  [
    'fewer numbers than strangers',
    { ...set, strangers: { ...strangers, personOf: strangers.personOf.subarray(1) } },
  ],
  [
    'head scores of other people',
    { ...set, headScores: { ...headScores, values: { data: new Float32Array(16), rows: 4, cols: 4 } } },
  ],
  [
    'NaN in head scores',
    {
      ...set,
      headScores: {
        ...headScores,
        values: { ...headScores.values, data: headScores.values.data.map(() => Number.NaN) },
      },
    },
  ],
])('%s is a fault', (_, faulty) => {
  expect(() => prepareRejectorSet(faulty)).toThrow(expect.objectContaining({ code: 'DIMENSION_MISMATCH' }));
});

test('a cohort of one photo has no spread to normalise by', async () => {
  const one = prepareRejectorSet({
    ...set,
    strangers: { embeddings: madeUnitRows([['a stranger', 'photo']]), personOf: Int32Array.of(0) },
  });
  await expect(adaptiveNormRejector().fit(one)).rejects.toMatchObject({ code: 'REJECTOR_EVIDENCE' });
});
