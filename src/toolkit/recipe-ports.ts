import { join } from 'node:path';
import { formatTable } from '../adapters/files/tables.ts';
import { cacheFolder } from '../adapters/network-store/cache-folder.ts';
import { createSession } from '../adapters/onnx/session.ts';
import { headPool } from '../adapters/workers/head-pool.ts';
import { QuenError } from '../core/errors.ts';
import type { ExtractedPhoto, FaceInPhoto, PhotoFile } from '../core/photo.ts';
import type { OnProgress, Progress, ViewPorts, ViewSettings } from '../core/ports.ts';
import { resizeImage } from '../images/resize.ts';
import { type Matrix, matrix } from '../numerics/matrix.ts';
import { extractPhotos } from '../pipeline/extract-photos.ts';
import { extractViews } from '../pipeline/extract-views.ts';
import type {
  EmbedRequest,
  RecipePorts,
  RunPhoto,
  TablePhoto,
} from '../pipeline/recipe-stages/recipe-run.ts';
import { openExtraction } from './distributed/open-extraction.ts';
import { type DistributedOptions, extractionOptionsSchema } from './extraction-options.ts';
import type { OpenExtraction } from './open-extraction.ts';
import type { TrainControl } from './training-sources.ts';

/** Photos whose passes are held at a time. */
const PHOTOS_AT_ONCE = 256;
/** A photo that is used whole is scaled to a crop of this side; networks of larger crops enlarge it. */
const WHOLE_SIDE_PX = 112;

/** What ports of a run are made of. */
export interface RecipeSite {
  readonly detector: string;
  readonly seed: number;
  readonly threads: number;
  /** Where workers find and embed the faces; absent where this process does. */
  readonly distributed?: DistributedOptions | undefined;
  /** The file of a photo of the tables. */
  readonly fileOf: (photo: Pick<TablePhoto, 'part' | 'image'>) => PhotoFile;
}

/** Extraction, training and tables for the stages of a recipe. Networks are loaded when a stage asks for them. */
export function recipePorts(site: RecipeSite, control: TrainControl): RecipePorts {
  const { detector, threads, distributed, fileOf } = site;
  const { signal, onTraining } = control;
  const pool = headPool({
    entry: new URL('../train-worker.js', import.meta.url),
    workers: threads,
    folder: join(cacheFolder(), 'heads'),
  });
  const watch = { ...(signal && { signal }), ...(onTraining && { onProgress: onTraining }) };
  const opened = (networks: readonly string[]): Promise<OpenExtraction> => {
    const options = extractionOptionsSchema.parse({ detector, threads, distributed });
    return openExtraction({ ...options, networks: [...networks] });
  };
  return {
    formatTable,
    open: (graph) => createSession(graph, { threads: 1 }),
    train: (requests) => pool(requests, watch),
    async detect(photos) {
      await using extraction = await opened([]);
      const run = await extractPhotos(photos.map(fileOf), extraction.ports, control);
      return run.photos satisfies readonly ExtractedPhoto[];
    },
    async embed(asked, take) {
      await using extraction = await opened([asked.network]);
      await embedInSlices(asked, take, { site, ports: extraction.ports, control });
    },
  };
}

interface Embedding {
  readonly site: RecipeSite;
  readonly ports: ViewPorts;
  readonly control: TrainControl;
}

async function embedInSlices(
  { photos, viewCount }: EmbedRequest,
  take: (place: number, passes: Matrix) => void,
  { site, ports: given, control }: Embedding,
): Promise<void> {
  const settings = { viewCount, seed: site.seed };
  const { signal, onViews } = control;
  const stopping = signal && { signal };
  const inPhoto = (photo: RunPhoto): FaceInPhoto => ({ ...photo, photo: site.fileOf(photo) });
  const all = photos.filter(({ use }) => use === 'face').map(inPhoto);
  const watched = { ...stopping, ...(onViews && { onProgress: onViews }) };
  const ports = (await given.distributeViews?.(all, settings, watched)) ?? given;
  let cachedCount = 0;
  for (let start = 0; start < photos.length; start += PHOTOS_AT_ONCE) {
    const slice = photos.slice(start, start + PHOTOS_AT_ONCE);
    const faces = slice.flatMap((photo, at) => (photo.use === 'face' ? [{ photo, at }] : []));
    const wanted = faces.map(({ photo }) => inPhoto(photo));
    const onProgress = progressFrom({ doneCount: start, totalCount: photos.length, cachedCount }, onViews);
    const run = await extractViews(wanted, settings, ports, { onProgress, ...stopping });
    cachedCount += run.cachedCount;
    run.photos.forEach((outcome, n) => {
      const { photo, at } = faces[n] as (typeof faces)[number];
      if (outcome.kind === 'failed') throw new QuenError(outcome.code, `${photo.image}: ${outcome.reason}`);
      const [network] = outcome.networks;
      if (network === undefined) throw new RangeError(`${photo.image} was embedded by no network.`);
      take(start + at, passesOf([network.plain, network.mirror, ...network.views]));
    });
    for (const [at, photo] of slice.entries())
      if (photo.use === 'whole-photo')
        take(start + at, await embedWhole(photo, settings, { site, ports, control }));
  }
}

function progressFrom(before: Progress, tell: OnProgress | undefined): OnProgress {
  return ({ doneCount, cachedCount }) =>
    tell?.({
      doneCount: before.doneCount + doneCount,
      totalCount: before.totalCount,
      cachedCount: before.cachedCount + cachedCount,
    });
}

/** Passes of the whole photo as if it were a crop. */
async function embedWhole(
  photo: RunPhoto,
  { viewCount, seed }: ViewSettings,
  { site, ports }: Embedding,
): Promise<Matrix> {
  const { bytes, sha256 } = await ports.read(site.fileOf(photo));
  const { image } = await ports.decode(bytes, sha256);
  const [passes] = await ports.extractor.embedViews({
    image: resizeImage(image, WHOLE_SIDE_PX, WHOLE_SIDE_PX),
    networks: [{ network: 0, firstPass: 0 }],
    viewCount,
    seed: seed ^ Number.parseInt(photo.sha256.slice(0, 8), 16),
  });
  if (passes === undefined) throw new RangeError(`${photo.image} was embedded by no network.`);
  return passes;
}

function passesOf(passes: readonly Float32Array[]): Matrix {
  const cols = passes[0]?.length ?? 0;
  const data = new Float32Array(passes.length * cols);
  passes.forEach((pass, place) => {
    data.set(pass, place * cols);
  });
  return matrix(data, passes.length, cols);
}
