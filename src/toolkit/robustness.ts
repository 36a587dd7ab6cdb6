import { recompressImage } from '../adapters/sharp/recompress-image.ts';
import type { ExtractedPhoto } from '../core/photo.ts';
import type { OnProgress } from '../core/ports.ts';
import type { RobustnessRow, RobustnessSweep } from '../core/robustness.ts';
import { primaryFace } from '../detection/primary-face.ts';
import { robustnessFigures } from '../evaluation/robustness/robustness-row.ts';
import { type Degradation, parseDegradation } from '../images/degradation/degradation.ts';
import { seededRandom, shuffled } from '../numerics/random.ts';
import { degradedPorts, type FacePlace } from '../pipeline/degraded-ports.ts';
import { extractPhotos } from '../pipeline/extract-photos.ts';
import type { LabelledPhoto } from '../pipeline/people.ts';
import type { DegradationOptions } from './degradation-options.ts';
import { openExtraction } from './distributed/open-extraction.ts';
import { filesOf } from './enrol-people.ts';
import { type ExtractionOptions, extractionOptionsAmong } from './extraction-options.ts';
import type { HeadOptions } from './head-options.ts';
import { namedWays } from './named-ways.ts';
import type { OpenExtraction } from './open-extraction.ts';
import type { TestParts } from './score-test.ts';
import type { TrainControl } from './training-sources.ts';

/** What a sweep is made with. */
export interface SweepOptions extends DegradationOptions, ExtractionOptions {
  /** Options of heads; the templates alone name the photos when absent. */
  readonly training?: HeadOptions | undefined;
}

/** The faces of a sweep, where the first detector saw them: every detector gets the same pixels. */
interface Placing {
  readonly by: OpenExtraction['detector'];
  readonly places: ReadonlyMap<string, FacePlace>;
}

/**
 * Degrades a sample of a test's photos before detection, kind by kind, and names them by what was enrolled and calibrated on
 * photos as they are: with all networks, with each alone, and for each detector.
 */
export async function sweepRobustness(
  parts: TestParts,
  options: SweepOptions,
  control: TrainControl,
): Promise<RobustnessSweep> {
  const { degradePhotos, degradeSeed: seed, detector: first } = options;
  const test = sampleOf(parts.test, degradePhotos, seed);
  const { photos } = await extractPhotos(filesOf(test), parts.extraction.ports, control);
  const placing = { by: parts.extraction.detector, places: placesOf(photos) };
  const rows = await sweepDetector({ ...parts, test }, { placing, options, control });
  for (const detector of new Set(options.degradeDetectors)) {
    if (detector === first) continue;
    const own = { ...options, detector };
    await using extraction = await openExtraction(extractionOptionsAmong(own));
    rows.push(...(await sweepDetector({ ...parts, test, extraction }, { placing, options: own, control })));
  }
  return { photoCount: test.length, seed, placedBy: first, rows };
}

interface DetectorSweep {
  readonly placing: Placing;
  readonly options: SweepOptions;
  readonly control: TrainControl;
}

async function sweepDetector(parts: TestParts, sweep: DetectorSweep): Promise<RobustnessRow[]> {
  const { options, control } = sweep;
  const { extraction, test } = parts;
  const files = [...filesOf(parts.train), ...filesOf(parts.strangers), ...filesOf(test)];
  const { photos } = await extractPhotos(files, extraction.ports, control);
  const probes = photos.slice(-test.length);
  const ways = await namedWays(photos.slice(0, -test.length), parts, { heads: options.training, control });
  const asTheyAre = await Promise.all(ways.map((way) => way.name(probes)));
  const rows: RobustnessRow[] = [];
  for (const [done, degradation] of ['none', ...options.degrade].entries()) {
    const onProgress = inSweep(control.onProgress, { done, kinds: options.degrade.length });
    const worse =
      degradation === 'none' ? probes : await degradedPhotos(degradation, parts, { ...sweep, onProgress });
    for (const [place, { networks, threshold, name }] of ways.entries()) {
      const figures = robustnessFigures(asTheyAre[place] ?? [], await name(worse), threshold);
      rows.push({ detector: options.detector, networks, degradation, ...figures });
    }
  }
  return rows;
}

async function degradedPhotos(
  name: string,
  { test, extraction }: TestParts,
  { placing, options, control, onProgress }: DetectorSweep & { readonly onProgress: OnProgress },
): Promise<readonly ExtractedPhoto[]> {
  const { degradeSeed: seed } = options;
  const caches = extraction.caches.degraded({ name, seed, placedBy: placing.by });
  const plan = {
    degradation: parsed(name),
    seed,
    places: placing.places,
    recompress: recompressImage,
    caches,
  };
  const run = { ...(control.signal && { signal: control.signal }), onProgress };
  return (await extractPhotos(filesOf(test), degradedPorts(extraction.ports, plan), run)).photos;
}

function parsed(name: string): Degradation {
  const degradation = parseDegradation(name);
  if (degradation === undefined) throw new RangeError(`There is no degradation ${name}.`);
  return degradation;
}

function sampleOf(test: readonly LabelledPhoto[], count: number, seed: number): LabelledPhoto[] {
  const drawn = shuffled([...test.keys()], seededRandom(seed)).slice(0, count);
  return drawn.sort((a, b) => a - b).flatMap((place) => test[place] ?? []);
}

/** A photo without a face is not degraded: nothing says how large its face is. */
function placesOf(photos: readonly ExtractedPhoto[]): Map<string, FacePlace> {
  return new Map(
    photos.flatMap(({ sha256, extraction }): [string, FacePlace][] => {
      if (extraction.kind !== 'faces') return [];
      const face = extraction.faces[primaryFace(extraction.faces, extraction)];
      return face === undefined ? [] : [[sha256, { box: face.box, widthPx: extraction.widthPx }]];
    }),
  );
}

/** Progress of one degradation as that of all of a detector's. */
function inSweep(
  onProgress: OnProgress | undefined,
  { done, kinds }: { readonly done: number; readonly kinds: number },
): OnProgress {
  return ({ doneCount, totalCount, cachedCount }) =>
    onProgress?.({
      doneCount: (done - 1) * totalCount + doneCount,
      totalCount: kinds * totalCount,
      cachedCount,
    });
}
