import { describe, expect, it } from 'vitest';
import { labelRounds } from '../../../../src/pipeline/pseudo-labels/label-rounds.ts';
import { enrolledFaces, type Pile } from '../../../../src/pipeline/pseudo-labels/pile.ts';
import type { PseudoLabel } from '../../../../src/pipeline/pseudo-labels/pseudo-label.ts';
import {
  classMeans,
  madePeople,
  madePile,
  madePlan,
  mixedPile,
  pileWithout,
  plainProducts,
} from './made-pile.ts';

const PEOPLE = 60;
/** 5 % are asked for; of about 120 labels, two standard errors more may be wrong. */
const ASKED_AND_LUCK = 0.09;
const material = madePeople(
  Array.from({ length: PEOPLE }, (_, n) => 1 + (n % 4)),
  60,
);
const pile = mixedPile(PEOPLE, 60);

describe('labelRounds', () => {
  it('names many enrolled faces, nearly all of them rightly', async () => {
    const { labels } = await lastOf(pile);
    const named = labels.filter(({ named }) => named.kind === 'identity');
    const wrong = named.filter((label) => !isRight(label, pile));
    expect(named.length).toBeGreaterThan(PEOPLE);
    expect(wrong.length / named.length).toBeLessThan(ASKED_AND_LUCK);
  });

  it('calls faces unknown that are nearly all of nobody enrolled', async () => {
    const { labels } = await lastOf(pile);
    const unknown = labels.filter(({ named }) => named.kind === 'unknown');
    expect(unknown.length).toBeGreaterThan(10);
    expect(unknown.filter((label) => !isRight(label, pile)).length / unknown.length).toBeLessThan(0.1);
  });

  it('gives each label the score that passed its threshold, the round and the way', async () => {
    const rounds = await labelRounds(material, pile, madePlan());
    for (const { named, score, threshold, round, source } of rounds.at(-1)?.labels ?? []) {
      expect(named.kind === 'identity' ? score >= threshold : score <= threshold).toBe(true);
      expect(threshold).toBe(rounds[round - 1]?.thresholds[named.kind]);
      expect(source).toBe('templates, blend');
    }
  });

  it('names nobody in a pile of strangers alone', async () => {
    const strangers = madePile(Array.from({ length: 200 }, (_, n) => `nobody ${n}`));
    const { labels } = await lastOf(strangers);
    expect(labels.filter(({ named }) => named.kind === 'identity')).toEqual([]);
    expect(labels.length).toBeGreaterThan(0);
  });

  it('labels nothing when nobody has two photos to set a threshold on', async () => {
    const single = madePeople(new Array<number>(20).fill(1), 40);
    const [round] = await labelRounds(single, pile, madePlan());
    expect(round).toMatchObject({ thresholds: { identity: null, unknown: null }, labels: [] });
  });

  it('labels nothing when too few people were searched for so small a share of wrong labels', async () => {
    const rounds = await labelRounds(material, pile, madePlan({ wrongShare: 0.001 }));
    expect(rounds.at(-1)?.labels.filter(({ named }) => named.kind === 'identity')).toEqual([]);
  });

  it('lets enrolled people searched without themselves stand in for strangers', async () => {
    const alone = { ...material, strangers: madePeople([1], 0).strangers };
    const { labels } = { ...(await labelRounds(alone, pile, madePlan())).at(-1) };
    const named = (labels ?? []).filter((label) => label.named.kind === 'identity');
    expect(named.length).toBeGreaterThan(PEOPLE / 2);
    expect(named.filter((label) => !isRight(label, pile)).length / named.length).toBeLessThan(ASKED_AND_LUCK);
  });

  it('adds nothing for photos that are enrolled', async () => {
    const { templates, faces } = material.gallery;
    const copies: Pile = {
      photoOf: faces.map(({ photo }) => `copy of ${photo}`),
      sha256Of: faces.map(({ sha256 }, n) => (n % 2 === 0 ? sha256 : 'saved again')),
      rows: templates,
    };
    const barred = await enrolledFaces(copies, material.gallery, plainProducts);
    expect(barred.size).toBe(faces.length);
    const rounds = await labelRounds(material, copies, madePlan({ barred }));
    expect(rounds.at(-1)?.labels).toEqual([]);
  });

  it('goes on after a face is barred as if it had never been in the pile', async () => {
    const { labels } = await lastOf(pile);
    const revoked = labels.find(({ named }) => named.kind === 'identity')?.face ?? -1;
    expect(revoked).toBeGreaterThanOrEqual(0);
    const barred = await labelRounds(material, pile, madePlan({ barred: new Set([revoked]) }));
    const without = await labelRounds(material, pileWithout(pile, revoked), madePlan());
    const renumbered = without.map((round) => ({
      ...round,
      labels: round.labels.map((label) => ({ ...label, face: label.face + (label.face >= revoked ? 1 : 0) })),
    }));
    expect(barred).toEqual(renumbered);
  });

  it('gives the same labels every time, by heads too', async () => {
    const plan = madePlan({ way: classMeans });
    expect(await labelRounds(material, pile, plan)).toEqual(await labelRounds(material, pile, plan));
  });

  it.each([{ roundCount: 0 }, { wrongShare: 0 }, { strangerShare: 1.5 }, { partCount: 1 }])(
    'refuses %o',
    async (changes) => {
      const refused = labelRounds(material, pile, madePlan(changes));
      await expect(refused).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    },
  );

  it('stops on request', async () => {
    const plan = madePlan({ signal: AbortSignal.abort() });
    await expect(labelRounds(material, pile, plan)).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

async function lastOf(faces: Pile): Promise<{ labels: readonly PseudoLabel[] }> {
  return { labels: (await labelRounds(material, faces, madePlan())).at(-1)?.labels ?? [] };
}

function isRight({ face, named }: PseudoLabel, { photoOf }: Pile): boolean {
  const person = photoOf[face]?.replace(/^pile (.*) \d+\.jpg$/, '$1') ?? '';
  return named.kind === 'identity' ? named.identity === person : person.startsWith('nobody');
}
