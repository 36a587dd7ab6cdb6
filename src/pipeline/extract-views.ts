import { isQuenError, QuenError } from '../core/errors.ts';
import type { DetectionOutcome, Landmarks } from '../core/face.ts';
import type { FaceInPhoto } from '../core/photo.ts';
import type { ResultCache, ViewPorts, ViewSettings } from '../core/ports.ts';
import { type Matrix, matrix, row } from '../numerics/matrix.ts';
import { extractPhoto, type PhotoFailure, photoFailure } from './extract-photo.ts';
import { decodeDetection } from './extraction-codec.ts';
import { inTurns, type RunControl } from './in-turns.ts';
import { sameBytes } from './same-bytes.ts';
import { untilAborted } from './until-aborted.ts';
import { decodeViews, encodeViews } from './views-codec.ts';

/** Embeddings of one face by one network, each of a single pass and of unit length where the card says so, shape [D]. */
export interface ViewEmbeddings {
  readonly plain: Float32Array;
  readonly mirror: Float32Array;
  /** Of the views of `methodViews`, in their order. */
  readonly views: readonly Float32Array[];
}

/** What the views of one photo gave: embeddings by network, in the order of the extractor, or why there are none. */
export type PhotoViews =
  | { readonly kind: 'embedded'; readonly networks: readonly ViewEmbeddings[] }
  | PhotoFailure;

/** What the views of many photos gave, in the order they were asked for. */
export interface ViewsRun {
  readonly photos: readonly PhotoViews[];
  /** How many came from an earlier run. */
  readonly cachedCount: number;
}

/** The passes that are no views: of the crop and of its mirror image. */
const FIRST_VIEW = 2;

/**
 * Embeds the crop, the mirrored crop and the first views of one face a photo, and keeps each photo as it is done. A later
 * run takes what is kept and computes only what is missing. Stops at the first fault of the whole run and on abort
 * (`ABORTED`), then without waiting for the photos in work.
 */
export async function extractViews(
  faces: readonly FaceInPhoto[],
  settings: ViewSettings,
  ports: ViewPorts,
  control: RunControl = {},
): Promise<ViewsRun> {
  const caches = ports.viewCaches(settings.seed);
  const { signal } = control;
  const run = { ...settings, ports, caches, ...(signal && { signal }) };
  const { concurrency } = ports.extractor;
  const { results, cachedCount } = await inTurns(
    faces,
    concurrency,
    (face) => photoViews(face, run),
    control,
  );
  return { photos: results.map(({ outcome }) => outcome), cachedCount };
}

/** Passes of a face through a network: of the crop, of its mirror image and of its views. */
export function passCountOf({ viewCount }: Pick<ViewSettings, 'viewCount'>): number {
  return FIRST_VIEW + viewCount;
}

/** The first passes of a face that are kept, at most `passCount`; undefined where there are none. */
export function keptPasses(
  cache: ResultCache,
  { sha256, face }: Pick<FaceInPhoto, 'sha256' | 'face'>,
  passCount: number,
): Matrix | undefined {
  const bytes = cache.get(sha256);
  return bytes && decodeViews(bytes, face, passCount);
}

/** What the views of one face are made with. */
export interface ViewsRunParts extends ViewSettings {
  readonly ports: ViewPorts;
  readonly caches: readonly ResultCache[];
  readonly signal?: AbortSignal;
}

interface ViewsOrCached {
  readonly outcome: PhotoViews;
  readonly isCached: boolean;
}

/** The views of one face; kept ones are taken, and what is made is kept. Throws what is a fault of the whole run, and `ABORTED`. */
export async function photoViews(face: FaceInPhoto, run: ViewsRunParts): Promise<ViewsOrCached> {
  try {
    const passCount = passCountOf(run);
    const kept = run.caches.map((cache) => keptPasses(cache, face, passCount));
    const isCached = kept.every((passes) => passes?.rows === passCount);
    const whole = isCached ? (kept as Matrix[]) : await complete(face, kept, run);
    return { outcome: { kind: 'embedded', networks: whole.map(byName) }, isCached };
  } catch (cause) {
    return { outcome: viewsFailure(cause, face), isCached: false };
  }
}

/** A network that fails on a view leaves this photo without views. */
function viewsFailure(cause: unknown, { photo }: FaceInPhoto): PhotoFailure {
  if (!isQuenError(cause, 'NETWORK_UNRUNNABLE')) return photoFailure(cause);
  return { kind: 'failed', code: cause.code, reason: `Views of ${photo.name}: ${cause.message}` };
}

/** The kept passes of each network with those that were missing, which are kept now. */
async function complete(
  face: FaceInPhoto,
  kept: readonly (Matrix | undefined)[],
  run: ViewsRunParts,
): Promise<Matrix[]> {
  const { ports, viewCount, caches } = run;
  const networks = kept.flatMap((passes, network) => {
    const firstPass = passes?.rows ?? 0;
    return firstPass < passCountOf(run) ? [{ network, firstPass }] : [];
  });
  const landmarks = await landmarksOf(face, ports);
  const { image } = await ports.decode(await sameBytes(face, ports), face.sha256);
  const seed = run.seed ^ Number.parseInt(face.sha256.slice(0, 8), 16);
  const request = { image, networks, viewCount, seed, ...(landmarks && { landmarks }) };
  const missing = await untilAborted(ports.extractor.embedViews(request), run.signal);
  const whole = [...kept] as Matrix[];
  networks.forEach(({ network }, place) => {
    const passes = appended(kept[network], missing[place] as Matrix);
    caches[network]?.set(face.sha256, encodeViews(face.face, passes));
    whole[network] = passes;
  });
  return whole;
}

/** In pixels of the decoded image; undefined for a photo that is an aligned crop. */
async function landmarksOf(face: FaceInPhoto, ports: ViewPorts): Promise<Landmarks | undefined> {
  // Where the detection is kept no more, extracting the photo keeps it again.
  const outcome = keptDetection(face, ports) ?? (await detectAgain(face, ports));
  if (outcome.kind === 'found' && outcome.rung === 'given' && face.face === 0) return undefined;
  const found = outcome.kind === 'found' ? outcome.faces : [];
  const detection = found[face.face];
  if (detection !== undefined) return detection.landmarks;
  throw new QuenError(
    'DIMENSION_MISMATCH',
    `Views of face ${face.face} of ${face.photo.name} were asked for, which has ${found.length} faces. Count from 0.`,
  );
}

function keptDetection({ sha256 }: FaceInPhoto, ports: ViewPorts): DetectionOutcome | undefined {
  const bytes = ports.detections.get(sha256);
  return bytes && decodeDetection(bytes).outcome;
}

async function detectAgain(face: FaceInPhoto, ports: ViewPorts): Promise<DetectionOutcome> {
  const { extraction } = await extractPhoto(face.photo, ports);
  if (extraction.kind === 'failed') throw new QuenError(extraction.code, extraction.reason);
  return keptDetection(face, ports) ?? { kind: 'no-face' };
}

function appended(kept: Matrix | undefined, more: Matrix): Matrix {
  if (kept === undefined) return more;
  const data = new Float32Array(kept.data.length + more.data.length);
  data.set(kept.data);
  data.set(more.data, kept.data.length);
  return matrix(data, kept.rows + more.rows, more.cols);
}

function byName(passes: Matrix): ViewEmbeddings {
  const views = Array.from({ length: passes.rows - FIRST_VIEW }, (_, view) => row(passes, FIRST_VIEW + view));
  return { plain: row(passes, 0), mirror: row(passes, 1), views };
}
