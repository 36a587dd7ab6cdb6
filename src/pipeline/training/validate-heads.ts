import type { BundleRejection } from '../../bundle/bundle.ts';
import { isQuenError, throwIfAborted } from '../../core/errors.ts';
import { auroc, dir, dirAtFpir } from '../../evaluation/identification.ts';
import type { SearchRecord } from '../../evaluation/search-record.ts';
import type { EnrolledFace, Gallery, MatedScore } from '../../gallery/gallery.ts';
import { acceptanceOf, type SearchHit } from '../../gallery/search.ts';
import { type Fold, stratifiedFolds } from '../../heads/folds.ts';
import type { Head } from '../../heads/head.ts';
import { NEAR_DUPLICATE, nearDuplicatePairs } from '../../heads/near-duplicates.ts';
import { selectRows } from '../../numerics/matrix.ts';
import { galleryRecogniser, type Recogniser } from '../recogniser.ts';
import type { RejectionPlan } from '../rejection/fit-rejector.ts';
import { rejectingRecogniser } from '../rejection/rejecting-recogniser.ts';
import { headRecogniser } from './head-recogniser.ts';
import {
  cohortOf,
  type StrangerFaces,
  type StrangerUse,
  strangersFor,
  strangersWhere,
  type TrainingMaterial,
  trainingSetOf,
} from './material.ts';

/** How well photos were named that had been held out. */
export interface HeldOutFigures {
  /** Share of held-out photos whose person comes first, in [0, 1]. */
  readonly rank1: number;
  /** Mean of 1 / rank of the right person among the first five, in [0, 1]. */
  readonly map5: number;
  /** DIR at FPIR 1 %, in [0, 1], and area under the ROC curve; null without strangers. */
  readonly dirAt1Percent: number | null;
  readonly auroc: number | null;
}

/** A way to name and to reject that was judged on photos it had not learnt from. */
export interface ValidatedWay extends HeldOutFigures {
  /** Name of the head, or `gallery` for the templates alone. */
  readonly head: string;
  readonly rejection: BundleRejection;
}

/** A way that was judged, and the searches for enrolled people that it was judged by. */
export interface JudgedWay extends ValidatedWay {
  /** One list per identity of the gallery. */
  readonly mated: readonly (readonly MatedScore[])[];
}

/** How heads are judged. */
export interface ValidationPlan {
  readonly heads: readonly string[];
  readonly make: (name: string) => Head;
  readonly seed: number;
  readonly strangerUse: StrangerUse;
  /** The rejector that decides in the place of heads and templates; strangers for calibration alone teach it. */
  readonly rejection?: RejectionPlan | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Folds of the judgement; each head is fitted so many times for it. */
const FOLD_COUNT = 3;

/**
 * Judges heads on the enrolled photos out of fold: photos are held out in turn, stratified by person, copies of one photo
 * together; strangers are dealt to the folds by person. The first way is that of the gallery alone. None where nobody has
 * two photos that differ. A plan's rejector rejects in every way; the templates' own score does where it needs a head and there
 * is none.
 */
export async function validateHeads(material: TrainingMaterial, plan: ValidationPlan): Promise<JudgedWay[]> {
  const folds = enrolledFolds(material.gallery, plan.seed);
  const records = new Map<string, { way: Way; searches: SearchRecord[] }>();
  for (const [place, fold] of folds.entries()) {
    const isHeldOut = (person: number): boolean => person % folds.length === place;
    const strangers = strangersWhere(material.strangers, isHeldOut);
    const known = strangersWhere(material.strangers, (person) => !isHeldOut(person));
    const learnt = { rows: fold.training, strangers: known };
    for await (const { way, recogniser } of waysOf(material, learnt, plan)) {
      throwIfAborted(plan.signal);
      const searches = await searchFold(recogniser, material.gallery, { fold: fold.validation, strangers });
      const key = `${way.head} ${way.rejection}`;
      const earlier = records.get(key);
      if (earlier === undefined) records.set(key, { way, searches });
      else earlier.searches.push(...searches);
    }
  }
  return [...records.values()].map(({ way, searches }) => ({
    ...way,
    ...heldOutFigures(searches),
    mated: matedOf(searches, material.gallery.identities),
  }));
}

/** The best of some ways: by DIR at FPIR 1 %, then by MAP@5; of equals the first. */
export function bestWay<Judged extends ValidatedWay>(ways: readonly Judged[]): Judged | undefined {
  const [first, ...others] = ways;
  return others.reduce<Judged | undefined>((best, way) => (best && !isBetter(way, best) ? best : way), first);
}

/** Whether figures are better than others: by DIR at FPIR 1 %, then by MAP@5. */
export function isBetter(way: HeldOutFigures, than: HeldOutFigures): boolean {
  const difference = (way.dirAt1Percent ?? 0) - (than.dirAt1Percent ?? 0);
  return difference === 0 ? way.map5 > than.map5 : difference > 0;
}

type Way = Pick<ValidatedWay, 'head' | 'rejection'>;

/**
 * Folds of the enrolled photos, stratified by person, copies of one photo together. None where photos cannot be held out:
 * fewer than there are folds, or nobody with two that differ.
 */
export function enrolledFolds({ templates, faces }: Gallery, seed: number): readonly Fold[] {
  const identityOf = Int32Array.from(faces, ({ identity }) => identity);
  const together = [...nearDuplicatePairs(templates, NEAR_DUPLICATE)];
  try {
    const [plan] = stratifiedFolds(identityOf, { foldCount: FOLD_COUNT, repeatCount: 1, seed, together });
    return plan?.folds ?? [];
  } catch (cause) {
    if (isQuenError(cause) && cause.code === 'CONFIG_INVALID') return [];
    throw cause;
  }
}

async function* waysOf(
  material: TrainingMaterial,
  { rows, strangers }: { readonly rows: readonly number[]; readonly strangers: StrangerFaces },
  plan: ValidationPlan,
): AsyncGenerator<{ way: Way; recogniser: Recogniser }> {
  const gallery = galleryOf(material.gallery, rows);
  const templates = galleryRecogniser(gallery);
  const rejects = (recogniser: Recogniser, by: RejectionPlan): Promise<Recogniser> =>
    rejectingRecogniser(recogniser, {
      plan: by,
      cohort: strangers.probes.rows > 0 ? cohortOf(strangers) : undefined,
    });
  const { rejection: rejector } = plan;
  if (rejector === undefined || rejector.make().needs.headScores)
    yield { way: { head: 'gallery', rejection: 'gallery' }, recogniser: templates };
  else
    yield { way: { head: 'gallery', rejection: 'rejector' }, recogniser: await rejects(templates, rejector) };
  for (const name of plan.heads) {
    const head = plan.make(name);
    const set = trainingSetOf(material, rows, strangersFor(material, strangers, plan.strangerUse));
    await head.fit(set, plan.seed);
    for (const rejection of rejector === undefined ? SCORE_REJECTIONS : (['rejector'] as const)) {
      const trained = { heads: [{ head, weight: 1 }], networks: set.networks, rejection, nonMated: NOBODY };
      const recogniser = headRecogniser(gallery, trained);
      yield {
        way: { head: name, rejection },
        recogniser: rejector ? await rejects(recogniser, rejector) : recogniser,
      };
    }
  }
}

/** Rejection by a score of the candidates themselves. */
const SCORE_REJECTIONS = ['head', 'gallery'] as const;

const NOBODY = { setOn: 'strangers', people: [] } as const;

function galleryOf(gallery: Gallery, rows: readonly number[]): Gallery {
  const faces = rows.flatMap((n): EnrolledFace[] => (gallery.faces[n] ? [gallery.faces[n]] : []));
  return { ...gallery, faces, templates: selectRows(gallery.templates, rows) };
}

async function searchFold(
  recogniser: Recogniser,
  gallery: Gallery,
  { fold, strangers }: { readonly fold: readonly number[]; readonly strangers: StrangerFaces },
): Promise<SearchRecord[]> {
  const mates = fold.map((n) => gallery.faces[n]?.identity);
  const mated = await recogniser.search(selectRows(gallery.templates, fold), { candidateCount: 1, mates });
  const nonMated = await recogniser.search(strangers.probes, { candidateCount: 1 });
  return [
    ...mated.map((hit, n) => record(hit, gallery.identities[mates[n] ?? 0] ?? '', true)),
    ...nonMated.map((hit, n) => record(hit, strangers.labels[n] ?? '', false)),
  ];
}

function record(hit: SearchHit, person: string, isMated: boolean): SearchRecord {
  const bestScore = acceptanceOf(hit) ?? Number.NEGATIVE_INFINITY;
  const mate = hit.mate && { rank: hit.mate.rank, score: hit.acceptance ?? hit.mate.score };
  return { person, isMated, found: { bestScore, ...(mate && { mate }) } };
}

/** Searches for enrolled people, one list per identity. */
export function matedOf(searches: readonly SearchRecord[], identities: readonly string[]): MatedScore[][] {
  const people = new Map(identities.map((identity) => [identity, [] as MatedScore[]]));
  for (const { person, isMated, found } of searches)
    if (isMated && found?.mate)
      people.get(person)?.push({ score: found.bestScore, isRight: found.mate.rank === 1 });
  return [...people.values()];
}

/** The figures of searches for held-out photos and, perhaps, strangers. */
export function heldOutFigures(searches: readonly SearchRecord[]): HeldOutFigures {
  const mated = searches.filter(({ isMated }) => isMated);
  const hasStrangers = mated.length < searches.length;
  const gains = mated.map(({ found }) => {
    const rank = found?.mate?.rank ?? Number.POSITIVE_INFINITY;
    return rank <= 5 ? 1 / rank : 0;
  });
  return {
    rank1: dir(mated, { rank: 1, threshold: Number.NEGATIVE_INFINITY }),
    map5: gains.reduce((sum, gain) => sum + gain, 0) / gains.length,
    dirAt1Percent: hasStrangers ? dirAtFpir(searches, 0.01).dir : null,
    auroc: hasStrangers ? auroc(searches) : null,
  };
}
