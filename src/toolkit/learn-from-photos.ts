import { readFile } from 'node:fs/promises';
import { openInnerProducts } from '../adapters/onnx/inner-products.ts';
import { QuenError } from '../core/errors.ts';
import type { ExtractedPhoto } from '../core/photo.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { compareSharedParts, type FusedPart, fusionWeights } from '../gallery/shared-parts.ts';
import { type AsyncInnerProducts, innerProducts } from '../numerics/inner-products.ts';
import { strangerProbes } from '../pipeline/calibrate.ts';
import type { LabelledExtraction } from '../pipeline/enrol.ts';
import { type Transduction, transduce } from '../pipeline/pseudo-labels/judge-rounds.ts';
import { LABELLING_DEFAULTS, type LabellingPlan } from '../pipeline/pseudo-labels/label-rounds.ts';
import { templatesWay } from '../pipeline/pseudo-labels/naming-way.ts';
import { enrolledFaces } from '../pipeline/pseudo-labels/pile.ts';
import {
  copiedFaces,
  facesOfKept,
  labelsByPhoto,
  type PhotoPile,
  pileOfPhotos,
} from '../pipeline/pseudo-labels/pile-of-photos.ts';
import { type PseudoLabel, parsePseudoLabels } from '../pipeline/pseudo-labels/pseudo-label.ts';
import { transducedRecogniser } from '../pipeline/pseudo-labels/transduced-recogniser.ts';
import { galleryRecogniser, type Recogniser } from '../pipeline/recogniser.ts';
import type { HeldOutFigures } from '../pipeline/training/validate-heads.ts';
import { learningStatement } from './learning-statement.ts';

/** What was learnt from the photos to be named. */
export interface PhotoLearning {
  /** Faces that joined the templates, and in how many rounds; 0 when none did. */
  readonly faceCount: number;
  readonly roundCount: number;
  /** Faces that could not join: revoked, enrolled already, or in a photo that is there twice. */
  readonly barredCount: number;
  readonly revokedCount: number;
  /** How well held-out photos were named without pseudo-labels, then after each round; empty where none can be held out. */
  readonly leakFree: readonly HeldOutFigures[];
  /** All this in one sentence. */
  readonly statement: string;
}

/** Faces that learnt from each other, and what they are named by. */
export interface LearntPhotos {
  readonly learning: PhotoLearning;
  readonly recogniser: Recogniser;
  /** `face` is the place in its photo, from 0. */
  readonly labels: readonly PseudoLabel[];
}

/** Whom photos can be learnt with. */
export interface LearningSources {
  readonly gallery: Gallery;
  readonly strangers: readonly LabelledExtraction[];
  /** The photos to be named. */
  readonly probes: readonly ExtractedPhoto[];
}

/**
 * Lets faces that are surely somebody's join the templates, in rounds, and gives a recogniser for these very photos. Where
 * none joins it is the gallery's own.
 * @param how.revoke file of pseudo-labels that must not be given again
 * Throws `TABLE_INVALID` for such a file, `NETWORK_UNRUNNABLE`, `ABORTED`.
 */
export async function learnFromPhotos(
  { gallery, strangers, probes }: LearningSources,
  how: { readonly revoke?: string | undefined; readonly signal?: AbortSignal | undefined },
): Promise<LearntPhotos> {
  const dimension = gallery.templates.cols;
  const pile = pileOfPhotos(probes, dimension, fusionWeights(gallery));
  const revoked = how.revoke === undefined ? new Set<number>() : await revokedFaces(how.revoke, pile);
  await using products = await openInnerProducts({ threads: PRODUCT_THREADS });
  const { parts } = gallery;
  const scores = byShared(products.innerProducts, parts);
  const enrolled = await enrolledFaces(pile, gallery, scores);
  const barred = new Set([...revoked, ...enrolled, ...copiedFaces(pile)]);
  const plan: LabellingPlan = {
    ...LABELLING_DEFAULTS,
    way: templatesWay(gallery.nonMated.rule, scores, parts),
    // Templates cannot learn who is nobody.
    withUnknown: false,
    barred,
    seed: LABELLING_SEED,
    signal: how.signal,
  };
  const material = { gallery, strangers: strangerProbes(strangers, gallery) };
  const found = await transduce(material, pile, plan);
  const counts = { barredCount: barred.size, revokedCount: revoked.size };
  const learning = learningOf(found, counts);
  if (found.labels.length === 0) return { learning, recogniser: galleryRecogniser(gallery), labels: [] };
  // Plain inner products outlive the session, and a hit does not depend on what else is searched.
  const way = templatesWay(gallery.nonMated.rule, byShared(plainProducts, parts), parts);
  const taught = { ...found, plan: { ...plan, way } };
  const recogniser = await transducedRecogniser(material, pile, taught);
  return { learning, recogniser, labels: labelsByPhoto(found.labels, pile) };
}

/** Fixed, so that the bytes of a result never depend on the threads that a machine has. */
const PRODUCT_THREADS = 2;

/** Decides only which enrolled photos are held out together. */
const LABELLING_SEED = 1;

const plainProducts: AsyncInnerProducts = async (a, b) => innerProducts(a, b);

/** Faces that a network failed on are compared by the others. */
function byShared(products: AsyncInnerProducts, parts: readonly FusedPart[] | undefined): AsyncInnerProducts {
  if (parts === undefined) return products;
  return async (probes, templates) =>
    compareSharedParts({ scores: await products(probes, templates), probes, templates }, parts);
}

function learningOf(
  found: Transduction,
  counts: Pick<PhotoLearning, 'barredCount' | 'revokedCount'>,
): PhotoLearning {
  const learning = {
    faceCount: found.labels.length,
    roundCount: found.labels.length === 0 ? 0 : found.chosen,
    ...counts,
    leakFree: found.judged.map(({ leakFree }) => leakFree),
  };
  const acceptedCount = found.rounds[0]?.labels.length ?? 0;
  return { ...learning, statement: learningStatement({ ...learning, acceptedCount }) };
}

async function revokedFaces(path: string, pile: PhotoPile): Promise<ReadonlySet<number>> {
  const { faces, missing } = facesOfKept(parsePseudoLabels(await readJson(path), path), pile);
  const [first] = missing;
  if (first === undefined) return faces;
  throw new QuenError(
    'TABLE_INVALID',
    `${path} revokes face ${first.face} of ${first.photo}, which is not among the photos to name. Take out that record.`,
  );
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const message = `The pseudo-labels to revoke in ${path} cannot be read. Give a JSON list of records from pseudo-labels.json.`;
    throw new QuenError('TABLE_INVALID', message, { cause });
  }
}
