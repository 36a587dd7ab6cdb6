import type { MatedScore, NonMatedScores } from '../../gallery/gallery.ts';
import type { SearchableGallery } from '../../gallery/identity-scores.ts';
import { otherPhotos } from '../../gallery/leave-one-photo-out.ts';
import { plainScoreMatrix } from '../../gallery/score-matrix.ts';
import { sharedPartScores } from '../../gallery/shared-parts.ts';
import { evenly } from '../../numerics/evenly.ts';
import type { AsyncInnerProducts } from '../../numerics/inner-products.ts';
import { rowRange, selectRows } from '../../numerics/matrix.ts';
import type { MakeIndex } from '../../vector-index/vector-index.ts';
import { addTemplates, type IndexedGallery, indexableRows } from './indexed-gallery.ts';
import { addRecalls, type IndexRecall, measureRecall } from './measure-recall.ts';
import { peopleToRehearse, planRehearsals, type Rehearsal } from './rehearsal-plan.ts';
import { searchIndexed } from './search-indexed.ts';

/** Photos of each kind that are compared with all templates, about, to see what an index misses. */
const COMPARED_MOST = 200;

/** What enrolled people reach when they are searched through an index, a list per identity. */
export interface RehearsedScores {
  /** As if they were not enrolled. */
  readonly nonMated: NonMatedScores;
  /** By photos that were left out. */
  readonly mated: readonly (readonly MatedScore[])[];
}

/** How often an index finds the nearest template, for photos that it does not hold. */
export interface RehearsedRecall {
  /** For photos of people who are there by others. */
  readonly enrolled: IndexRecall;
  /** For photos of people who are not there. */
  readonly strangers: IndexRecall;
}

/** How an index is rehearsed. */
export interface RehearsalMeans {
  /** Makes an index of the same kind and settings. */
  readonly makeIndex: MakeIndex;
  /** For comparing some photos with all, to see what an approximate index misses. */
  readonly innerProducts: AsyncInnerProducts;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Searches at most 2,000 enrolled people as strangers, and as themselves by a photo that was left out, the way that probes will be
 * searched. In an exact index they are hidden. An approximate one is made without them: a template that is in a graph has its
 * nearest neighbours for links, so that a search by it finds strangers that a new face's search would miss. Of about
 * {@link COMPARED_MOST} photos of each kind is told whether it found the nearest.
 */
export async function rehearse(
  gallery: IndexedGallery,
  means: RehearsalMeans,
): Promise<{ readonly scores: RehearsedScores; readonly recall?: RehearsedRecall }> {
  const { isExact } = gallery.index;
  const found = isExact ? await rehearseHidden(gallery) : await rehearseApart(gallery, means);
  const { nonMated, mated, recall } = found;
  return {
    scores: { nonMated: { rule: 'nearest', setOn: 'leave-one-identity-out', people: nonMated }, mated },
    ...(!isExact && { recall }),
  };
}

interface Found {
  readonly nonMated: number[][];
  readonly mated: MatedScore[][];
  recall: RehearsedRecall;
}

function noScores({ identityCount }: SearchableGallery): Found {
  const lists = <T>(): T[][] => Array.from({ length: identityCount }, (): T[] => []);
  const none = { foundCount: 0, searchedCount: 0 };
  return { nonMated: lists(), mated: lists(), recall: { enrolled: none, strangers: none } };
}

async function rehearseHidden(gallery: IndexedGallery): Promise<Found> {
  const { target } = gallery;
  const found = noScores(target);
  const people = new Set(peopleToRehearse(target));
  const rows = [...target.identityOf.keys()].filter((n) => people.has(target.identityOf[n] as number));
  const own = rows.map((n) => target.identityOf[n] as number);
  const probes = selectRows(target.templates, rows);
  const rivals = await searchIndexed(probes, gallery, { candidateCount: 1, hidden: own });
  const others = otherPhotos(target);
  rows.forEach((n, place) => {
    const identity = own[place] as number;
    const rival = rivals[place]?.candidates[0];
    if (rival !== undefined) found.nonMated[identity]?.push(rival.score);
    const score = bestWith(target, n, others[n] ?? []);
    if (score === undefined) return;
    const isRight =
      rival === undefined || score > rival.score || (score === rival.score && identity < rival.identity);
    found.mated[identity]?.push({ score: isRight ? score : rival.score, isRight });
  });
  return found;
}

/** The best score of a template with some others; undefined without any. */
function bestWith(
  { templates, parts }: SearchableGallery,
  row: number,
  others: readonly number[],
): number | undefined {
  if (others.length === 0) return undefined;
  const scoreMatrix = parts === undefined ? plainScoreMatrix : sharedPartScores(plainScoreMatrix, parts);
  return Math.max(...scoreMatrix(rowRange(templates, row, row + 1), selectRows(templates, others)).data);
}

async function rehearseApart({ target }: IndexedGallery, means: RehearsalMeans): Promise<Found> {
  const found = noScores(target);
  const plan = planRehearsals(target);
  const compared = Math.ceil(COMPARED_MOST / plan.length);
  for (const rehearsal of plan) await rehearseOnce(target, rehearsal, { ...means, found, compared });
  return found;
}

interface OneRehearsal extends RehearsalMeans {
  readonly found: Found;
  /** Photos of each kind that are compared with all templates. */
  readonly compared: number;
}

async function rehearseOnce(
  target: SearchableGallery,
  { lacking, asStrangers, asNew }: Rehearsal,
  { makeIndex, innerProducts, signal, found, compared }: OneRehearsal,
): Promise<void> {
  await using index = await makeIndex(target.templates.cols);
  const { within: all, beside } = indexableRows(target);
  const within = all.filter((n) => !lacking.has(n));
  await addTemplates(index, target, { rows: within, signal });
  const known = { target, index, beside: beside.filter((n) => !lacking.has(n)) };
  const rows = [...asStrangers, ...asNew];
  const hits = await searchIndexed(selectRows(target.templates, rows), known, { candidateCount: 1 });
  rows.forEach((n, place) => {
    const identity = target.identityOf[n] as number;
    const best = hits[place]?.candidates[0];
    if (best === undefined) return;
    if (place < asStrangers.length) found.nonMated[identity]?.push(best.score);
    else found.mated[identity]?.push({ score: best.score, isRight: best.identity === identity });
  });
  const task = { target, index, within, innerProducts };
  const recallOf = async (some: readonly number[]) => await measureRecall(evenly(some, compared), task);
  found.recall = {
    enrolled: addRecalls(found.recall.enrolled, await recallOf(asNew)),
    strangers: addRecalls(found.recall.strangers, await recallOf(asStrangers)),
  };
}
