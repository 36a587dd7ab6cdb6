import { describe, expect, it } from 'vitest';
import { foldRounds, lastRise, transduce } from '../../../../src/pipeline/pseudo-labels/judge-rounds.ts';
import type { TrainingMaterial } from '../../../../src/pipeline/training/material.ts';
import { madeFaces, madePeople, madePlan, mixedPile } from './made-pile.ts';

const PEOPLE = 40;
const material = madePeople(
  Array.from({ length: PEOPLE }, (_, n) => 1 + (n % 4)),
  60,
);
const pile = mixedPile(PEOPLE, 40);
const plan = madePlan({ wrongShare: 0.1 });

describe('foldRounds', () => {
  it('gives a fold the same labels whatever its held-out photos show', async () => {
    const before = await allOf(material);
    const [{ validation = [], rounds = [] } = {}] = before;
    expect(validation.length).toBeGreaterThan(5);
    expect(rounds.at(-1)?.labels.length).toBeGreaterThan(5);
    const after = await allOf(withOtherFaces(material, validation));
    expect(after[0]?.validation).toEqual(validation);
    expect(after[0]?.rounds).toEqual(rounds);
    expect(after[1]?.rounds).not.toEqual(before[1]?.rounds);
  });

  it('gives a fold the same labels whoever the strangers are that judge it', async () => {
    const [before] = await allOf(material);
    const judges = new Set(before?.judges.labels);
    const { labels, probes } = material.strangers;
    const changed = madeFaces(labels.map((label, n) => [`somebody else than ${label}`, String(n)]));
    const data = probes.data.map((value, i) =>
      judges.has(labels[Math.floor(i / probes.cols)] ?? '') ? (changed.data[i] ?? 0) : value,
    );
    const [after] = await allOf({ ...material, strangers: { labels, probes: { ...probes, data } } });
    expect(after?.rounds).toEqual(before?.rounds);
    expect(after?.judges.probes).not.toEqual(before?.judges.probes);
  });
});

describe('transduce', () => {
  it('judges no pseudo-labels first, where there is nothing to leak', async () => {
    const { judged } = await transduce(material, pile, plan);
    expect(judged[0]?.round).toBe(0);
    expect(judged[0]?.naive).toEqual(judged[0]?.leakFree);
    expect(judged[1]?.naive).not.toEqual(judged[1]?.leakFree);
  });

  it('keeps the labels of the chosen round', async () => {
    const { rounds, chosen, labels } = await transduce(material, pile, plan);
    expect(labels).toEqual(chosen === 0 ? [] : rounds[chosen - 1]?.labels);
  });

  it('chooses no round where photos cannot be held out', async () => {
    const single = madePeople(new Array<number>(20).fill(1), 40);
    expect(await transduce(single, pile, plan)).toMatchObject({ judged: [], chosen: 0, labels: [] });
  });
});

describe('lastRise', () => {
  it('stops before the first round that does not raise the leak-free figures, whatever follows', () => {
    expect(lastRise([judge(0, 0.5, 0.9), judge(1, 0.6, 0.9), judge(2, 0.6, 0.9), judge(3, 0.9, 0.9)])).toBe(
      1,
    );
  });

  it('takes MAP@5 where DIR is equal', () => {
    expect(lastRise([judge(0, 0.5, 0.8), judge(1, 0.5, 0.9)])).toBe(1);
  });

  it('does not look at the naive figures', () => {
    const [before, after] = [judge(0, 0.5, 0.8), judge(1, 0.4, 0.8)];
    expect(lastRise([before, { ...after, naive: judge(1, 1, 1).leakFree }])).toBe(0);
  });
});

async function allOf(changed: TrainingMaterial) {
  const folds = [];
  for await (const fold of foldRounds(changed, pile, plan)) folds.push(fold);
  return folds;
}

/** Some enrolled photos show somebody else under the same name. */
function withOtherFaces(before: TrainingMaterial, rows: readonly number[]): TrainingMaterial {
  const { templates } = before.gallery;
  const others = madeFaces(rows.map((n) => [`somebody else ${n}`, String(n)]));
  const data = Float32Array.from(templates.data);
  rows.forEach((n, place) => {
    data.set(others.data.subarray(place * others.cols, (place + 1) * others.cols), n * templates.cols);
  });
  return { ...before, gallery: { ...before.gallery, templates: { ...templates, data } } };
}

function judge(round: number, dirAt1Percent: number, map5: number) {
  const leakFree = { rank1: 0.9, map5, dirAt1Percent, auroc: 0.9 };
  return { round, leakFree, naive: { ...leakFree } };
}
