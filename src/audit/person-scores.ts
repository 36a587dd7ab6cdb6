import { throwIfAborted } from '../core/errors.ts';
import { row, rowRange } from '../numerics/matrix.ts';
import type { Random } from '../numerics/random.ts';
import { dot } from '../numerics/vector.ts';
import type { AuditPorts, LabelledFaces } from './labelled-faces.ts';
import { LEAST_TRUST, ownScore, type PersonMeans, personMeans } from './person-means.ts';

/** A person by place, with a score. */
export interface ScoredPerson {
  readonly person: number;
  readonly score: number;
}

/** What one face scores with people, itself and its copies left out. All scores are means over a person's faces. */
export interface FaceScores {
  /** With the person it is said to be; absent where that person has no other face. */
  readonly own?: number;
  /** The other person it is most like; absent where there is no other. */
  readonly rival?: ScoredPerson;
  /** With another person drawn at random, to know what wrong labels score. */
  readonly drawn?: number;
}

/** Faces scored at once: with 20,000 people their scores take 40 MB. */
const BLOCK_ROWS = 512;

/**
 * Scores every face with every person, a block of faces at a time, so that no more than a block's scores are ever held.
 * @param trust how surely each face is its person's, in [0, 1], shape [N] @param random draws the other person
 */
export async function scorePeople(
  faces: LabelledFaces,
  trust: Float64Array,
  { products, signal, random }: AuditPorts & { readonly random: Random },
): Promise<FaceScores[]> {
  const people = personMeans(faces, trust);
  const scores: FaceScores[] = [];
  const { rows } = faces.templates;
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    throwIfAborted(signal);
    const end = Math.min(first + BLOCK_ROWS, rows);
    const block = await products(rowRange(faces.templates, first, end), people.means);
    for (let place = first; place < end; place++) {
      const withAll = row(block, place - first);
      const person = faces.personOf[place] as number;
      const own = ownScore(faces, people, { place, withAll: withAll[person] as number, trust });
      const rival = mostAlike(withAll, people, person);
      const drawn = drawnScore(faces, people, { place, random });
      scores.push({
        ...(own !== undefined && { own }),
        ...(rival !== undefined && { rival }),
        ...(drawn !== undefined && { drawn }),
      });
    }
  }
  return scores;
}

/** The first of equals. */
function mostAlike(scores: Float32Array, { totals }: PersonMeans, hidden: number): ScoredPerson | undefined {
  let best: number | undefined;
  for (let c = 0; c < scores.length; c++) {
    if (c === hidden || (totals[c] as number) < LEAST_TRUST) continue;
    if (best === undefined || (scores[c] as number) > (scores[best] as number)) best = c;
  }
  return best === undefined ? undefined : { person: best, score: scores[best] as number };
}

function drawnScore(
  { templates, personOf, personCount }: LabelledFaces,
  { means, totals }: PersonMeans,
  { place, random }: { readonly place: number; readonly random: Random },
): number | undefined {
  if (personCount < 2) return undefined;
  const drawn = Math.floor(random() * (personCount - 1));
  const other = drawn < (personOf[place] as number) ? drawn : drawn + 1;
  if ((totals[other] as number) < LEAST_TRUST) return undefined;
  return dot(row(templates, place), row(means, other));
}
