import { z } from 'zod';
import { type BlufrTrial, drawBlufrTrials } from '../../evaluation/protocols/blufr.ts';
import { photosByPerson } from '../../evaluation/protocols/person-photos.ts';
import { seededRandom } from '../../numerics/random.ts';
import type { RunControl } from '../../pipeline/extract-photos.ts';
import type { LabelledPhoto } from '../../pipeline/people.ts';
import { MOST_PAIR_SETS } from '../../pipeline/protocols/all-pairs.ts';
import { type BlufrFigures, measureBlufr } from '../../pipeline/protocols/blufr.ts';
import { extractionOptionsSchema } from '../extraction-options.ts';
import { decisionOptionsSchema } from '../identify-options.ts';
import { parseOptions } from '../parse-options.ts';
import { peopleFromFolder } from '../photo-sets.ts';
import { readBlufrLists } from './blufr-lists.ts';
import { protocolPhotos } from './lfw-open-set.ts';
import { type ProtocolProvenance, runProtocol } from './protocol-run.ts';

/** Options of `evaluateBlufr`. */
export const blufrOptionsSchema = z
  .strictObject({
    ...extractionOptionsSchema.shape,
    ...decisionOptionsSchema.pick({ rule: true }).shape,
    /** Folder with LFW's photos, `Name/Name_0001.jpg`, or any folder of photos per person where trials are drawn. */
    images: z.string().min(1),
    /** Folder with the lists of BLUFR's toolkit, `gallery_set.txt` and `probe_set.txt`; trials are drawn when absent. */
    lists: z.string().min(1).optional(),
    /** Trials to draw, 10 when absent. */
    trials: z.int().min(1).max(MOST_PAIR_SETS).optional(),
    /** People set aside in each, 1,500 when absent. */
    trainPeople: z.int().min(0).optional(),
    /** People enrolled in each, 1,000 when absent. */
    galleryPeople: z.int().min(1).optional(),
    /** Decides the draws, 1 when absent. */
    seed: z.int().min(0).optional(),
    /** The word for nobody. */
    unknownLabel: z.string().min(1).default('unknown'),
    /** File to write the figures to. */
    json: z.string().min(1).optional(),
  })
  .refine(
    (o) =>
      o.lists === undefined ||
      [o.trials, o.trainPeople, o.galleryPeople, o.seed].every((n) => n === undefined),
    { path: ['lists'], message: 'lists say what the trials are; leave out the options of drawing them' },
  );

/** Options of `evaluateBlufr` as a caller gives them. */
export type BlufrOptions = z.input<typeof blufrOptionsSchema>;
type ResolvedBlufrOptions = z.output<typeof blufrOptionsSchema>;

/** Figures of BLUFR, and what made them. */
export interface BlufrReport extends BlufrFigures {
  readonly protocol: 'blufr';
  /** `drawn` by the rule of BLUFR with a seed of our own, or given as `lists`. */
  readonly trials_from: 'drawn' | 'lists';
  readonly provenance: ProtocolProvenance;
}

/**
 * Runs BLUFR (Liao, Lei, Yi and Li 2014) without its training. Throws `PEOPLE_EMPTY`, `EVALUATION_EMPTY` for too few people,
 * `TABLE_INVALID` for lists that cannot be used, `PEOPLE_WITHOUT_FACE`, `CONFIG_INVALID`, `NETWORK_*`, `OUTPUT_*`, `ABORTED`.
 */
export async function evaluateBlufr(options: BlufrOptions, control: RunControl = {}): Promise<BlufrReport> {
  const resolved = parseOptions(blufrOptionsSchema, options);
  const { labelled: photos } = await peopleFromFolder(resolved.images, control.signal);
  const trials = await trialsOf(photos, resolved);
  return await runProtocol(photos, resolved, control, async ({ searching }) => ({
    protocol: 'blufr' as const,
    trials_from: resolved.lists === undefined ? ('drawn' as const) : ('lists' as const),
    ...(await measureBlufr(trials, searching, resolved)),
  }));
}

async function trialsOf(
  photos: readonly LabelledPhoto[],
  { lists, trials = 10, trainPeople = 1500, galleryPeople = 1000, seed = 1 }: ResolvedBlufrOptions,
): Promise<BlufrTrial[]> {
  if (lists !== undefined) return await readBlufrLists(lists, protocolPhotos(photos));
  const sizes = { trialCount: trials, trainPersonCount: trainPeople, galleryPersonCount: galleryPeople };
  return drawBlufrTrials(photosByPerson(protocolPhotos(photos)), sizes, seededRandom(seed));
}
