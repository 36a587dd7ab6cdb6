import { z } from 'zod';
import { lfwOpenSet } from '../../evaluation/protocols/lfw-open-set.ts';
import { type ProtocolPhoto, photosByPerson } from '../../evaluation/protocols/person-photos.ts';
import type { RunControl } from '../../pipeline/extract-photos.ts';
import type { LabelledPhoto } from '../../pipeline/people.ts';
import { type LfwOpenSetFigures, measureLfwOpenSet } from '../../pipeline/protocols/lfw-open-set.ts';
import { extractionOptionsSchema } from '../extraction-options.ts';
import { decisionOptionsSchema } from '../identify-options.ts';
import { parseOptions } from '../parse-options.ts';
import { peopleFromFolder } from '../photo-sets.ts';
import { type ProtocolProvenance, runProtocol } from './protocol-run.ts';

/** Options of `evaluateLfwOpenSet`. */
export const lfwOpenSetOptionsSchema = z.strictObject({
  ...extractionOptionsSchema.shape,
  ...decisionOptionsSchema.omit({ strangers: true, rejector: true }).shape,
  /** A folder of photos per person: LFW, or other people whom the same rule is to split. */
  images: z.string().min(1),
  /** The word for nobody. */
  unknownLabel: z.string().min(1).default('unknown'),
  /** File to write the figures to. */
  json: z.string().min(1).optional(),
});

/** Options of `evaluateLfwOpenSet` as a caller gives them. */
export type LfwOpenSetOptions = z.input<typeof lfwOpenSetOptionsSchema>;

/** Figures of the open-set LFW protocol, and what made them. */
export interface LfwOpenSetReport extends LfwOpenSetFigures {
  readonly protocol: 'lfw-open-set';
  readonly provenance: ProtocolProvenance;
}

/**
 * Runs the open-set LFW protocol (Günther, Cruz, Rudd and Boult 2017). Throws `PEOPLE_EMPTY`, `EVALUATION_EMPTY` where nobody
 * has more than three photos, `PEOPLE_WITHOUT_FACE`, `CONFIG_INVALID`, `NETWORK_*`, `OUTPUT_*`, `ABORTED`.
 */
export async function evaluateLfwOpenSet(
  options: LfwOpenSetOptions,
  control: RunControl = {},
): Promise<LfwOpenSetReport> {
  const resolved = parseOptions(lfwOpenSetOptionsSchema, options);
  const { labelled: photos } = await peopleFromFolder(resolved.images, control.signal);
  const split = lfwOpenSet(photosByPerson(protocolPhotos(photos)));
  return await runProtocol(photos, resolved, control, async ({ searching }) => {
    const { figures } = await measureLfwOpenSet(split, searching, resolved);
    return { protocol: 'lfw-open-set' as const, ...figures };
  });
}

/** Labelled photos as protocols name them. */
export function protocolPhotos(photos: readonly LabelledPhoto[]): ProtocolPhoto[] {
  return photos.map(({ photo, label }) => ({ photo: photo.name, person: label }));
}
