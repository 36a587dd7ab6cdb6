import { z } from 'zod';
import { QuenError } from '../../core/errors.ts';
import type { SkippedFile } from '../../core/identification.ts';
import type { ExtractedPhoto } from '../../core/photo.ts';
import { photosByPerson } from '../../evaluation/protocols/person-photos.ts';
import type { RunControl } from '../../pipeline/extract-photos.ts';
import type { LabelledPhoto } from '../../pipeline/people.ts';
import { distinctPhotos } from '../../pipeline/protocols/distinct-photos.ts';
import {
  measurePeople,
  type PeopleAndStrangers,
  type PeopleFigures,
} from '../../pipeline/protocols/people.ts';
import { peopleNotes } from '../../pipeline/protocols/people-notes.ts';
import { withLabels } from '../enrol-people.ts';
import { extractionOptionsSchema } from '../extraction-options.ts';
import { decisionOptionsSchema } from '../identify-options.ts';
import { parseOptions } from '../parse-options.ts';
import { peopleFromFolder, strangersFrom } from '../photo-sets.ts';
import { protocolPhotos } from './lfw-open-set.ts';
import { type ProtocolProvenance, runProtocol } from './protocol-run.ts';

/** Options of `evaluatePeople`. */
export const peopleOptionsSchema = z.strictObject({
  ...extractionOptionsSchema.shape,
  ...decisionOptionsSchema.omit({ rejector: true }).shape,
  /** A folder of photos per person. */
  people: z.string().min(1),
  /** Draws of who is enrolled, with which photos, and who plays strangers. */
  repeats: z.int().min(1).max(1000).default(20),
  /** Photos enrolled of each person; half of what there is when absent. */
  enrol: z.int().min(1).optional(),
  /** Share of the people enrolled in each repeat; all of them with `strangers`, else half, when absent. */
  enrolledShare: z.number().gt(0).max(1).optional(),
  /** Decides the draws. */
  seed: z.int().min(0).default(1),
  /** The word for nobody. */
  unknownLabel: z.string().min(1).default('unknown'),
  /** File to write the figures to. */
  json: z.string().min(1).optional(),
});

/** Options of `evaluatePeople` as a caller gives them. */
export type PeopleOptions = z.input<typeof peopleOptionsSchema>;

/** Figures of a user's people, and what made them. */
export interface PeopleReport extends PeopleFigures {
  readonly protocol: 'people';
  /** What the people at hand do not let measure, a sentence each. */
  readonly notes: readonly string[];
  /** Photos that took no part because they are copies of others, and why. */
  readonly left_out: readonly SkippedFile[];
  readonly provenance: ProtocolProvenance;
}

/**
 * Measures a user's own people, person-disjoint and repeated. Throws `PEOPLE_EMPTY`, `PHOTOS_EMPTY` for strangers that are
 * none, `EVALUATION_EMPTY` where there is nothing to search for, `PEOPLE_WITHOUT_FACE`, `CONFIG_INVALID`, `NETWORK_*`,
 * `OUTPUT_*`, `ABORTED`.
 */
export async function evaluatePeople(
  options: PeopleOptions,
  control: RunControl = {},
): Promise<PeopleReport> {
  const resolved = parseOptions(peopleOptionsSchema, options);
  const people = await peopleFromFolder(resolved.people, control.signal);
  const given = await strangersFrom(resolved.strangers, undefined, control.signal);
  const strangers = given.labelled.map(asStranger);
  const { repeats, enrol, enrolledShare = strangers.length > 0 ? 1 : 0.5 } = resolved;
  const rule = {
    repeatCount: repeats,
    ...(enrol !== undefined && { enrolledPhotoCount: enrol }),
    enrolledShare,
    fpir: resolved.fpir,
    seed: resolved.seed,
    unknownLabel: resolved.unknownLabel,
  };
  const all = [...people.labelled, ...strangers];
  const report = await runProtocol(all, resolved, control, async ({ extracted, searching }) => {
    const { everyone, skipped } = partedPeople(all, extracted, people.labelled.length);
    const figures = await measurePeople(everyone, searching, rule);
    const notes = peopleNotes(everyone, figures, skipped);
    return { protocol: 'people' as const, ...figures, notes, left_out: skipped };
  });
  return report;
}

/** Names of strangers and their photos are kept apart from those of the people, who may have the same. */
function asStranger({ photo, label }: LabelledPhoto): LabelledPhoto {
  return { photo: { ...photo, name: `stranger: ${photo.name}` }, label: `stranger: ${label || photo.name}` };
}

function partedPeople(
  all: readonly LabelledPhoto[],
  extracted: readonly ExtractedPhoto[],
  peopleCount: number,
): { readonly everyone: PeopleAndStrangers; readonly skipped: ReturnType<typeof distinctPhotos>['skipped'] } {
  const { photos, skipped } = distinctPhotos(withLabels(all, extracted));
  const ofPeople = new Set(all.slice(0, peopleCount).map(({ photo }) => photo.name));
  const part = (isOfPeople: boolean) =>
    photosByPerson(protocolPhotos(photos.filter(({ photo }) => ofPeople.has(photo.name) === isOfPeople)));
  const everyone = { people: part(true), strangers: part(false) };
  if (everyone.people.length > 0) return { everyone, skipped };
  throw new QuenError(
    'EVALUATION_EMPTY',
    `Every photo of people stands under two people: ${skipped[0]?.reason ?? ''} Put each photo under one person.`,
  );
}
