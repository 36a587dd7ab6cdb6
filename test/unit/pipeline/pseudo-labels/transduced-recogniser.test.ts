import { beforeAll, describe, expect, it } from 'vitest';
import { selectRows } from '../../../../src/numerics/matrix.ts';
import { partOfPhoto } from '../../../../src/pipeline/pseudo-labels/cross-fit.ts';
import { type Transduction, transduce } from '../../../../src/pipeline/pseudo-labels/judge-rounds.ts';
import type { PseudoLabel } from '../../../../src/pipeline/pseudo-labels/pseudo-label.ts';
import { transducedRecogniser } from '../../../../src/pipeline/pseudo-labels/transduced-recogniser.ts';
import { galleryRecogniser, type Recogniser } from '../../../../src/pipeline/recogniser.ts';
import { madePeople, madePlan, mixedPile } from './made-pile.ts';

const PEOPLE = 40;
const material = madePeople(
  Array.from({ length: PEOPLE }, (_, n) => 1 + (n % 4)),
  60,
);
const pile = mixedPile(PEOPLE, 40);
const plan = madePlan({ wrongShare: 0.1 });
let found: Transduction;
let labels: readonly PseudoLabel[];

beforeAll(async () => {
  found = await transduce(material, pile, plan);
  labels = (found.rounds.at(-1)?.labels ?? []).filter(({ named }) => named.kind === 'identity');
  expect(labels.length).toBeGreaterThan(10);
});

const taught = (by: readonly PseudoLabel[]): Promise<Recogniser> =>
  transducedRecogniser(material, pile, { plan, labels: by, heldOut: found.heldOut });

async function candidatesOf(recogniser: Recogniser, faces: readonly number[]) {
  const photoOf = faces.map((face) => pile.photoOf[face] ?? '');
  const hits = await recogniser.search(selectRows(pile.rows, faces), { candidateCount: 5, photoOf });
  return hits.map(({ candidates }) => candidates);
}

describe('a transduced recogniser', () => {
  it('scores a face the same with its own label and without: no face vouches for itself', async () => {
    const [{ face } = { face: 0 }] = labels;
    const without = await taught(labels.filter((label) => label.face !== face));
    expect(await candidatesOf(await taught(labels), [face])).toEqual(await candidatesOf(without, [face]));
  });

  it('scores other photos of the person by the label', async () => {
    const part = ({ photo }: { photo: string }): number => partOfPhoto(photo, plan.partCount);
    const pair = labels.flatMap((one) =>
      labels
        .filter((other) => nameOf(one) === nameOf(other) && part(one) !== part(other))
        .map((other) => [one.face, other.face] as const),
    )[0];
    if (pair === undefined) throw new Error('No person has labels in two parts.');
    const [face, other] = pair;
    const without = await taught(labels.filter((label) => label.face !== face));
    expect(await candidatesOf(await taught(labels), [other])).not.toEqual(
      await candidatesOf(without, [other]),
    );
  });

  it('finds the same for a face whatever else is searched', async () => {
    const recogniser = await taught(labels);
    const all = await candidatesOf(recogniser, [...pile.photoOf.keys()]);
    expect((await candidatesOf(recogniser, [7]))[0]).toEqual(all[7]);
  });

  it('without labels scores as the gallery does', async () => {
    const ours = await candidatesOf(await taught([]), [0, 1, 2]);
    const theirs = await candidatesOf(galleryRecogniser(material.gallery), [0, 1, 2]);
    ours.forEach((candidates, n) => {
      expect(candidates.map(({ identity }) => identity)).toEqual(theirs[n]?.map(({ identity }) => identity));
      expect(candidates[0]?.score).toBeCloseTo(theirs[n]?.[0]?.score ?? 0, 6);
    });
  });

  it('calibrates on strangers searched as faces of the pile are', async () => {
    const { nonMated, search } = await taught(labels);
    expect(nonMated.setOn).toBe('strangers');
    expect(nonMated.people).toHaveLength(60);
    const { probes, labels: people } = material.strangers;
    const photoOf = people.map((label, n) => `${label} ${n}`);
    const hits = await search(probes, { candidateCount: 1, photoOf });
    expect(nonMated.people.flat()).toEqual(hits.map(({ candidates: [best] }) => best?.score));
  });

  it('calibrates on enrolled people without themselves where no stranger is known', async () => {
    const noStrangers = {
      labels: [],
      probes: { data: new Float32Array(0), rows: 0, cols: material.strangers.probes.cols },
    };
    const { nonMated } = await transducedRecogniser({ ...material, strangers: noStrangers }, pile, {
      ...{ plan, labels, heldOut: [] },
    });
    expect(nonMated.setOn).toBe('leave-one-identity-out');
    expect(nonMated.people.map((scores) => scores.length)).toEqual(
      Array.from({ length: PEOPLE }, (_, n) => 1 + (n % 4)),
    );
    expect(Math.max(...nonMated.people.flat())).toBeLessThan(0.9);
  });

  it('knows what held-out photos of each identity reached', async () => {
    const { mated = [] } = await taught(labels);
    expect(mated).toHaveLength(PEOPLE);
    expect(mated.flat().length).toBe(found.heldOut.filter(({ isMated }) => isMated).length);
    expect(mated.flat().length).toBeGreaterThan(0);
  });

  it('asks which photo each probe is in', async () => {
    const recogniser = await taught(labels);
    await expect(recogniser.search(selectRows(pile.rows, [0]), { candidateCount: 1 })).rejects.toThrow(
      RangeError,
    );
  });
});

function nameOf({ named }: PseudoLabel): string {
  return named.kind === 'identity' ? named.identity : '';
}
