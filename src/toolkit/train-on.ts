import { join } from 'node:path';
import { cacheFolder } from '../adapters/network-store/cache-folder.ts';
import { createSession } from '../adapters/onnx/session.ts';
import { headPool } from '../adapters/workers/head-pool.ts';
import { createHead, type HeadName } from '../heads/create-head.ts';
import type { TrainHeads } from '../heads/train-heads.ts';
import { isTrainedHead } from '../heads/trained-spec.ts';
import type { EpochReport } from '../heads/training/training-state.ts';
import { strangerProbes } from '../pipeline/calibrate.ts';
import type { RejectionPlan } from '../pipeline/rejection/fit-rejector.ts';
import { type TrainedRecogniser, trainRecogniser } from '../pipeline/training/train-recogniser.ts';
import type { HeadOptions } from './head-options.ts';
import type { OpenExtraction } from './open-extraction.ts';
import { withRejectionPlan } from './rejection.ts';
import type { RejectorChoice } from './rejector-options.ts';
import type { TrainControl, TrainingSources } from './training-sources.ts';
import { trainingViews } from './training-views.ts';

/** A trained recogniser, and how the training of its fold heads went. */
export interface TrainedOn extends TrainedRecogniser {
  /** Epochs of each fold head of the last fit; empty for a head with a closed form. */
  readonly curves: readonly (readonly EpochReport[])[];
}

/** Trains heads on a gallery: embeds views where they are asked for, judges, fits the best and calibrates it. */
export async function trainOn(
  sources: TrainingSources,
  settings: {
    readonly options: HeadOptions;
    /** What rejects in the place of heads and templates; a gallery that was calibrated with it has it too. */
    readonly rejector?: RejectorChoice;
    readonly extraction: OpenExtraction;
    readonly threads: number;
  },
  control: TrainControl,
): Promise<TrainedOn> {
  const { options, extraction, threads } = settings;
  const { gallery } = sources;
  const views = await trainingViews(
    sources,
    { extraction, viewCount: options.views, seed: options.seed },
    control,
  );
  const strangers = strangerProbes(sources.strangers, gallery);
  const open = (graph: Uint8Array) => createSession(graph, { threads: 1 });
  const pool = headPool({
    entry: new URL('../train-worker.js', import.meta.url),
    workers: threads,
    folder: join(cacheFolder(), 'heads'),
  });
  const { signal, onTraining } = control;
  let curves: TrainedOn['curves'] = [];
  const train: TrainHeads = async (requests) => {
    const watch = { ...(signal && { signal }), ...(onTraining && { onProgress: onTraining }) };
    const heads = await pool(requests, watch);
    curves = heads.map(({ epochs }) => epochs);
    return heads;
  };
  const learn = (rejection?: RejectionPlan): Promise<TrainedRecogniser> =>
    trainRecogniser(
      { gallery, strangers, ...(views && { views }) },
      {
        heads: options.heads,
        make: (name) => createHead(name as HeadName, { train, open }),
        seed: options.seed,
        strangerUse: options.strangersAs,
        rejection,
        signal,
      },
    );
  const { rejector = 'none' } = settings;
  const trained = rejector === 'none' ? await learn() : await withRejectionPlan(rejector, signal, learn);
  // The last fit is the one that is kept; a head with a closed form has none.
  return { ...trained, curves: isTrainedHead(trained.name) ? curves : [] };
}
