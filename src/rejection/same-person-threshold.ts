import { innerProducts } from '../numerics/inner-products.ts';
import { type Matrix, row, selectRows } from '../numerics/matrix.ts';
import { dot } from '../numerics/vector.ts';

/** Photos of people who are known, to learn from what photos of one person, and of two, are like. */
export interface KnownFaces {
  /** Of unit length, shape [N, D]. */
  readonly templates: Matrix;
  /** Shape [N]. */
  readonly identityOf: Int32Array;
}

/** Photos whose pairs of two people are looked at: half a million pairs tell rates down to 2e-6, in under half a second. */
const PHOTOS_COMPARED = 1000;

/** Photos of one person of which all pairs are looked at. */
const PHOTOS_PER_PERSON = 8;

/** With fewer people of two photos the score of a pair that is missed is a guess. */
const PEOPLE_NEEDED = 20;

/** Wrong links of a face that one enrolled pair of two people stands for, at most. */
const FINEST_RATE_NEEDED = 0.05;

/**
 * Score from which two unknown faces are linked: the one with the fewest wrong links and missing links of a face, that is
 * the least (n - 1) FAR(T) + FRR(T) among n faces. FAR is the share of enrolled pairs of two people at or above T, FRR the
 * share of pairs of one person below it, each person weighing 1. `undefined` for fewer than 20 people with two photos, or
 * pairs of two people too few to see one wrong link in 20 faces.
 * @param faceCount unknown faces among which links are sought
 */
export function samePersonThreshold(known: KnownFaces, faceCount: number): number | undefined {
  const same = samePersonScores(known);
  const different = differentPeopleScores(known);
  const wrongLinkWeight = Math.max(1, faceCount - 1) / different.length;
  if (same.peopleCount < PEOPLE_NEEDED || wrongLinkWeight > FINEST_RATE_NEEDED) return undefined;
  let missed = 0;
  let refused = 0;
  let best = { cost: Number.POSITIVE_INFINITY, threshold: 1 };
  for (const { score, weight } of same.pairs) {
    while (refused < different.length && (different[refused] as number) < score) refused++;
    const cost = (different.length - refused) * wrongLinkWeight + missed;
    if (cost < best.cost) best = { cost, threshold: score };
    missed += weight;
  }
  return best.threshold;
}

interface SamePersonScores {
  /** Lowest score first; the weights add to 1. */
  readonly pairs: readonly { readonly score: number; readonly weight: number }[];
  readonly peopleCount: number;
}

function samePersonScores({ templates, identityOf }: KnownFaces): SamePersonScores {
  const people = new Map<number, number[]>();
  identityOf.forEach((identity, n) => {
    const photos = people.get(identity) ?? [];
    people.set(identity, photos);
    if (photos.length < PHOTOS_PER_PERSON) photos.push(n);
  });
  const pairs = [...people.values()].map((photos) =>
    photos.flatMap((a, i) => photos.slice(i + 1).map((b) => dot(row(templates, a), row(templates, b)))),
  );
  const paired = pairs.filter((scores) => scores.length > 0);
  const weighted = paired.flatMap((scores) =>
    scores.map((score) => ({ score, weight: 1 / scores.length / paired.length })),
  );
  return { pairs: weighted.sort((a, b) => a.score - b.score), peopleCount: paired.length };
}

/** Lowest first. */
function differentPeopleScores({ templates, identityOf }: KnownFaces): Float32Array {
  const step = Math.max(1, templates.rows / PHOTOS_COMPARED);
  const compared = Array.from({ length: Math.floor(templates.rows / step) }, (_, i) => Math.floor(i * step));
  const faces = selectRows(templates, compared);
  const products = innerProducts(faces, faces);
  const scores = new Float32Array((compared.length * (compared.length - 1)) / 2);
  let count = 0;
  compared.forEach((n, i) => {
    for (let j = 0; j < i; j++)
      if (identityOf[n] !== identityOf[compared[j] as number])
        scores[count++] = products.data[i * products.cols + j] as number;
  });
  return scores.subarray(0, count).sort();
}
