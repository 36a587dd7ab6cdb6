import { throwIfAborted } from '../core/errors.ts';
import { row, rowRange, selectRows } from '../numerics/matrix.ts';
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

/** The scores of all faces, and what the next ones can be made of. */
export interface PeopleScores {
  readonly faces: readonly FaceScores[];
  /** The other people each face is most like, best first, shape [N]. */
  readonly rivals: readonly (readonly ScoredPerson[])[];
  readonly trust: Float64Array;
}

/** Faces scored at once: with 20,000 people their scores take 40 MB. */
const BLOCK_ROWS = 512;
/** Rivals kept of each face, so that one is left when the best of them are scored anew. */
const RIVAL_COUNT = 4;
/** A person of whom no face gained or lost more trust than this looks as before. */
const UNMOVED = 0.005;

/**
 * Scores every face with every person, a block of faces at a time, so that no more than a block's scores are ever held.
 * Where there are scores of an earlier round, only people who look otherwise by now are scored anew.
 * @param trust how surely each face is its person's, in [0, 1], shape [N] @param random draws the other person
 */
export async function scorePeople(
  faces: LabelledFaces,
  trust: Float64Array,
  ports: AuditPorts & { readonly random: Random; readonly earlier?: PeopleScores | undefined },
): Promise<PeopleScores> {
  const people = personMeans(faces, trust);
  const moved = movedPeople(faces, trust, ports.earlier);
  const means = selectRows(people.means, moved);
  const isMoved = new Set(moved);
  const scores: FaceScores[] = [];
  const rivals: (readonly ScoredPerson[])[] = [];
  const { rows } = faces.templates;
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    throwIfAborted(ports.signal);
    const end = Math.min(first + BLOCK_ROWS, rows);
    const block = await ports.products(rowRange(faces.templates, first, end), means);
    for (let place = first; place < end; place++) {
      const kept = (ports.earlier?.rivals[place] ?? []).filter(({ person }) => !isMoved.has(person));
      const best = bestRivals(kept, row(block, place - first), {
        moved,
        totals: people.totals,
        hidden: faces.personOf[place] as number,
      });
      rivals.push(best);
      scores.push({
        ...ownAndDrawn(faces, people, { place, trust, random: ports.random }),
        ...rivalOf(best),
      });
    }
  }
  return { faces: scores, rivals, trust };
}

function movedPeople(
  { personOf, personCount }: LabelledFaces,
  trust: Float64Array,
  earlier: PeopleScores | undefined,
): number[] {
  if (earlier === undefined) return Array.from({ length: personCount }, (_, person) => person);
  const moved = new Set<number>();
  personOf.forEach((person, face) => {
    if (Math.abs((trust[face] as number) - (earlier.trust[face] as number)) > UNMOVED) moved.add(person);
  });
  return [...moved].sort((a, b) => a - b);
}

interface NewScores {
  /** Person of each score. */
  readonly moved: readonly number[];
  readonly totals: Float64Array;
  /** Person who is no rival. */
  readonly hidden: number;
}

/** The best of those kept and those scored anew; of equals the one that comes first among the people. */
function bestRivals(
  kept: readonly ScoredPerson[],
  scores: Float32Array,
  { moved, totals, hidden }: NewScores,
): readonly ScoredPerson[] {
  const best = [...kept];
  for (let i = 0; i < scores.length; i++) {
    const person = moved[i] as number;
    const score = scores[i] as number;
    if (person === hidden || (totals[person] as number) < LEAST_TRUST) continue;
    if (best.length >= RIVAL_COUNT && score < (best.at(-1) as ScoredPerson).score) continue;
    const at = best.findIndex(
      (other) => other.score < score || (other.score === score && other.person > person),
    );
    best.splice(at === -1 ? best.length : at, 0, { person, score });
    if (best.length > RIVAL_COUNT) best.pop();
  }
  return best;
}

function rivalOf([rival]: readonly ScoredPerson[]): Pick<FaceScores, 'rival'> {
  return rival === undefined ? {} : { rival };
}

function ownAndDrawn(
  faces: LabelledFaces,
  people: PersonMeans,
  face: { readonly place: number; readonly trust: Float64Array; readonly random: Random },
): Pick<FaceScores, 'own' | 'drawn'> {
  const withAll = dot(
    row(faces.templates, face.place),
    row(people.means, faces.personOf[face.place] as number),
  );
  const own = ownScore(faces, people, { place: face.place, withAll, trust: face.trust });
  const drawn = drawnScore(faces, people, face);
  return { ...(own !== undefined && { own }), ...(drawn !== undefined && { drawn }) };
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
