import type { RightProbability } from '../../../calibration/right-probability.ts';
import type { ScoreRule } from '../../../collections/face-search.ts';
import type { Threshold } from '../../../core/identification.ts';
import type { MatedScore } from '../../../gallery/gallery.ts';
import { COPY_COSINE } from '../../../gallery/leave-one-photo-out.ts';
import type { AsyncInnerProducts } from '../../../numerics/inner-products.ts';
import { row, selectRows } from '../../../numerics/matrix.ts';
import { seededRandom, shuffled } from '../../../numerics/random.ts';
import { dot, normalised, sum } from '../../../numerics/vector.ts';
import { calibrateThreshold } from '../../../rejection/calibrate.ts';
import { learnProbability } from '../../learn-probability.ts';
import { type ProbeOutcome, scoreProbes } from './score-blocks.ts';
import type { SearchLayout } from './searched-faces.ts';

/** Templates that are searched to calibrate, at most; people are taken whole. */
const SEARCHED_MOST = 3000;

/** The same people are taken whenever the same are enrolled. */
const SEED = 1;

/** How to calibrate; see `FaceSearch.calibrate`. */
export interface CalibrateOptions {
  readonly rule: ScoreRule;
  readonly fpir: number;
  readonly strangerShare: number;
  readonly innerProducts: AsyncInnerProducts;
}

/** What a collection decides by; plain data. */
export interface CalibratedFaces {
  readonly threshold: Threshold;
  readonly probability: RightProbability | undefined;
}

/** One template, searched as a stranger's and as a new photo of its person. */
export interface OwnSearch {
  readonly identity: number;
  /** Best score among all others; absent where there are none. */
  readonly rival?: number;
  /** Score with its own person without it and its copies; absent where nothing is left. */
  readonly own?: number;
}

/**
 * Searches every template (of at most 3,000, people drawn with a seed) without its person, as a stranger's, and without itself and its copies, as
 * a new photo of its person.
 */
export async function searchOwnFaces(
  layout: SearchLayout,
  options: Pick<CalibrateOptions, 'rule' | 'innerProducts'>,
): Promise<OwnSearch[]> {
  const { gallery } = layout;
  const searched = chosenTemplates(layout);
  const photosOf = photosByIdentity(gallery.identityOf);
  const found: OwnSearch[] = [];
  await scoreProbes(selectRows(gallery.templates, searched), layout, options, (outcome) => {
    const n = searched[outcome.probe] as number;
    const identity = gallery.identityOf[n] as number;
    const own = ownScore(outcome, { n, photos: photosOf.get(identity) ?? [], layout, rule: options.rule });
    outcome.ofIdentities[identity] = Number.NEGATIVE_INFINITY;
    const rival = outcome.ofIdentities.reduce(
      (most, score) => Math.max(most, score),
      Number.NEGATIVE_INFINITY,
    );
    found.push({
      identity,
      ...(rival !== Number.NEGATIVE_INFINITY && { rival }),
      ...(own !== undefined && { own }),
    });
  });
  return found;
}

/** Scores of searches by identity: best scores of strangers, and best scores of new photos of the enrolled. */
export interface OwnScores {
  readonly nonMated: number[][];
  readonly mated: MatedScore[][];
}

/** Sorts searches by who was searched. */
export function scoresByIdentity(searches: readonly OwnSearch[], identityCount: number): OwnScores {
  const nonMated = Array.from({ length: identityCount }, (): number[] => []);
  const mated = Array.from({ length: identityCount }, (): MatedScore[] => []);
  for (const { identity, own, rival } of searches) {
    if (rival !== undefined) nonMated[identity]?.push(rival);
    if (own !== undefined)
      mated[identity]?.push({ score: Math.max(own, rival ?? own), isRight: own >= (rival ?? own) });
  }
  return { nonMated, mated };
}

/** Calibrates a collection on its own people, see {@link searchOwnFaces}. */
export async function calibrateFaces(
  layout: SearchLayout,
  options: CalibrateOptions,
): Promise<CalibratedFaces> {
  const searches = await searchOwnFaces(layout, options);
  const { mated, nonMated } = scoresByIdentity(searches, layout.gallery.identityCount);
  const { fpir, strangerShare } = options;
  const setOn = 'leave-one-identity-out';
  return {
    threshold: calibrateThreshold(nonMated, { fpir, setOn, seed: SEED }),
    probability: learnProbability({ mated, nonMated: { setOn, people: nonMated } }, strangerShare)?.model,
  };
}

function chosenTemplates({ gallery }: SearchLayout): number[] {
  const all = [...gallery.identityOf.keys()];
  if (all.length <= SEARCHED_MOST) return all;
  const photosOf = photosByIdentity(gallery.identityOf);
  const chosen: number[] = [];
  for (const identity of shuffled([...photosOf.keys()], seededRandom(SEED))) {
    const photos = photosOf.get(identity) ?? [];
    if (chosen.length + photos.length > SEARCHED_MOST) break;
    chosen.push(...photos);
  }
  return chosen.sort((a, b) => a - b);
}

function photosByIdentity(identityOf: Int32Array): Map<number, number[]> {
  const photosOf = new Map<number, number[]>();
  identityOf.forEach((identity, n) => {
    const photos = photosOf.get(identity);
    if (photos === undefined) photosOf.set(identity, [n]);
    else photos.push(n);
  });
  return photosOf;
}

/** What a template scores with its own person when it and its copies are not there; undefined where nothing is left. */
function ownScore(
  { ofTemplates }: ProbeOutcome,
  own: {
    readonly n: number;
    readonly photos: readonly number[];
    readonly layout: SearchLayout;
    readonly rule: ScoreRule;
  },
): number | undefined {
  const { n, photos, layout, rule } = own;
  const others = photos.filter((other) => other !== n && (ofTemplates[other] ?? 0) <= COPY_COSINE);
  if (others.length === 0) return undefined;
  const nearest = others.reduce((most, other) => Math.max(most, ofTemplates[other] ?? most), -1);
  if (rule === 'nearest') return nearest;
  const { templates } = layout.gallery;
  const mean = dot(row(templates, n), normalised(sum(others.map((other) => row(templates, other)))));
  return rule === 'mean' ? mean : (nearest + mean) / 2;
}
