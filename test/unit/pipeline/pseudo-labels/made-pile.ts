import { unitRows } from '../../../../src/heads/classed-rows.ts';
import { nearestClassMeanHead } from '../../../../src/heads/nearest-class-mean.ts';
import { type AsyncInnerProducts, innerProducts } from '../../../../src/numerics/inner-products.ts';
import { selectRows, stackRows } from '../../../../src/numerics/matrix.ts';
import type { LabellingPlan } from '../../../../src/pipeline/pseudo-labels/label-rounds.ts';
import { headWay, templatesWay } from '../../../../src/pipeline/pseudo-labels/naming-way.ts';
import type { Pile } from '../../../../src/pipeline/pseudo-labels/pile.ts';
import type { TrainingMaterial } from '../../../../src/pipeline/training/material.ts';
import { MADE_NETWORKS } from '../../../support/made-embeddings.ts';
import { madeNumbers } from '../../../support/made-numbers.ts';

const DIMENSION = 24;
/** Photos of a person lie so far from the person's point that none pass for copies, and some are hard to name. */
const SPREAD = 0.75;

/** Inner products in plain TypeScript. */
export const plainProducts: AsyncInnerProducts = async (a, b) => innerProducts(a, b);

/** Names by templates, the blend of nearest and mean. */
export const templates = templatesWay('blend', plainProducts);

/** Names by the class-mean head. */
export const classMeans = headWay(nearestClassMeanHead, 1);

/** A plan with room for a few wrong labels, as made galleries are small. */
export function madePlan(changes: Partial<LabellingPlan> = {}): LabellingPlan {
  return {
    way: templates,
    roundCount: 2,
    wrongShare: 0.05,
    fpir: 0.05,
    withUnknown: true,
    partCount: 3,
    barred: new Set(),
    seed: 1,
    ...changes,
  };
}

/** Enrolled people with as many photos as said, and two photos each of some strangers. */
export function madePeople(photoCounts: readonly number[], strangerCount: number): TrainingMaterial {
  const identityOf = photoCounts.flatMap((count, identity) => new Array<number>(count).fill(identity));
  const labels = Array.from({ length: 2 * strangerCount }, (_, n) => `stranger ${n >> 1}`);
  return {
    gallery: {
      embedders: MADE_NETWORKS.map((name) => ({ name, sha256: '00' })),
      identities: photoCounts.map((_, identity) => `person ${identity}`),
      faces: identityOf.map((identity, n) => ({
        photo: `enrolled ${n}.jpg`,
        sha256: `enrolled ${n}`,
        identity,
        box: { xPx: 0, yPx: 0, widthPx: 10, heightPx: 10 },
        rung: 'normal' as const,
      })),
      templates: madeFaces(identityOf.map((identity, n) => [`person ${identity}`, `enrolled ${n}`])),
      nonMated: { rule: 'blend', setOn: 'leave-one-identity-out', people: [[0.1], [0.2]] },
    },
    strangers: { labels, probes: madeFaces(labels.map((label, n) => [label, `photo ${n}`])) },
  };
}

/** One photo for each of the people named, a face in each. */
export function madePile(people: readonly string[]): Pile {
  const photoOf = people.map((person, n) => `pile ${person} ${n}.jpg`);
  return {
    photoOf,
    sha256Of: photoOf,
    rows: madeFaces(people.map((person, n) => [person, photoOf[n] ?? ''])),
  };
}

/** Two photos of everybody enrolled, and one each of as many people whom nobody knows. */
export function mixedPile(enrolledCount: number, unknownCount: number): Pile {
  const enrolled = Array.from({ length: 2 * enrolledCount }, (_, n) => `person ${n >> 1}`);
  return madePile([...enrolled, ...Array.from({ length: unknownCount }, (_, n) => `nobody ${n}`)]);
}

/** The pile without some of its faces. */
export function pileWithout({ photoOf, sha256Of, rows }: Pile, dropped: number): Pile {
  const kept = photoOf.map((_, n) => n).filter((n) => n !== dropped);
  return {
    photoOf: kept.map((n) => photoOf[n] ?? ''),
    sha256Of: kept.map((n) => sha256Of[n] ?? ''),
    rows: selectRows(rows, kept),
  };
}

/** Faces around the point of their person. */
export function madeFaces(photos: readonly (readonly [person: string, photo: string])[]) {
  const rows = photos.map(([person, photo]) => {
    const noise = madeNumbers(`${person} ${photo}`, DIMENSION, [-SPREAD, SPREAD]);
    return madeNumbers(person, DIMENSION, [-1, 1]).map((value, k) => value + (noise[k] ?? 0));
  });
  return unitRows(stackRows(rows, DIMENSION));
}
