import { expect, test } from 'vitest';
import { scoreOf, submissionTable } from '../../../src/toolkit/recipe-submission.ts';

const row = (name: string, label: string) => ({ photo: { path: `/${name}`, name }, label });
const ANSWERS = [
  { image: 'b.png', labels: ['bert', 'anna'] },
  { image: 'a.png', labels: ['bert', 'anna', '1000'] },
  { image: 'c.png', labels: ['1000', 'anna'] },
];
const KNOWN = { known: new Set(['anna', 'bert']), unknownLabel: '1000' };

test('the submission stands in the order of the table, labels best first', () => {
  const table = submissionTable([row('a.png', ''), row('b.png', '')], ANSWERS);
  expect(table).toBe('image,label\na.png,bert anna 1000\nb.png,bert anna\n');
});

test('a label that nobody learnt counts as the unknown in the score', () => {
  const table = [row('a.png', 'anna'), row('b.png', 'bert'), row('c.png', 'zoe')];
  expect(scoreOf(ANSWERS, table, KNOWN)).toEqual({ map5: (0.5 + 1 + 1) / 3, accuracy: 2 / 3 });
});

test('a table without labels has no score', () => {
  expect(scoreOf(ANSWERS, [row('a.png', '')], KNOWN)).toBeUndefined();
});
