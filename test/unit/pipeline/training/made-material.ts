import type { Gallery } from '../../../../src/gallery/gallery.ts';
import { unitRows } from '../../../../src/heads/classed-rows.ts';
import { stackRows } from '../../../../src/numerics/matrix.ts';
import type { TrainingMaterial } from '../../../../src/pipeline/training/material.ts';
import { MADE_NETWORKS } from '../../../support/made-embeddings.ts';
import { madeNumbers } from '../../../support/made-numbers.ts';

const DIMENSION = 16;
/** Wide enough that no two photos of a person pass for copies of one. */
const SPREAD = 0.7;

/** A gallery of made people, and two photos of each of some strangers. @param photoCounts photos of each person */
export function madeMaterial(photoCounts: readonly number[], strangerCount: number): TrainingMaterial {
  const identityOf = photoCounts.flatMap((count, identity) => new Array<number>(count).fill(identity));
  const faces = identityOf.map((identity, n) => ({
    photo: `photo ${n}.jpg`,
    sha256: String(n),
    identity,
    box: { xPx: 0, yPx: 0, widthPx: 10, heightPx: 10 },
    rung: 'normal' as const,
  }));
  const gallery: Gallery = {
    embedders: MADE_NETWORKS.map((name) => ({ name, sha256: '00' })),
    identities: photoCounts.map((_, identity) => `person ${identity}`),
    faces,
    templates: embeddings(identityOf.map((identity, n) => [`person ${identity}`, `photo ${n}`])),
    nonMated: { rule: 'blend', setOn: 'leave-one-identity-out', people: [[0.1], [0.2]] },
  };
  const labels = Array.from({ length: 2 * strangerCount }, (_, n) => `stranger ${n >> 1}`);
  const probes = embeddings(labels.map((label, n) => [label, `photo ${n}`]));
  return { gallery, strangers: { labels, probes } };
}

function embeddings(photos: readonly (readonly [person: string, photo: string])[]) {
  const rows = photos.map(([person, photo]) => {
    const noise = madeNumbers(`${person} ${photo}`, DIMENSION, [-SPREAD, SPREAD]);
    return madeNumbers(person, DIMENSION, [-1, 1]).map((value, k) => value + (noise[k] ?? 0));
  });
  return unitRows(stackRows(rows, DIMENSION));
}
