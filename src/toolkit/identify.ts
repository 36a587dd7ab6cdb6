import { isBundleFile } from '../adapters/files/bundle-store.ts';
import { prepareOutputFolder } from '../adapters/files/write-file.ts';
import { QuenError } from '../core/errors.ts';
import type { SkippedFile, Threshold } from '../core/identification.ts';
import type { ExtractedPhoto } from '../core/photo.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { LabelledExtraction } from '../pipeline/enrol.ts';
import { extractPhotos, type RunControl } from '../pipeline/extract-photos.ts';
import { identifyPhotos } from '../pipeline/identify.ts';
import { learnProbability } from '../pipeline/learn-probability.ts';
import { galleryRecogniser, type Recogniser } from '../pipeline/recogniser.ts';
import { calibrateThreshold } from '../rejection/calibrate.ts';
import { enrolAndCalibrate, filesOf, withLabels } from './enrol-people.ts';
import { extractionOptionsAmong } from './extraction-options.ts';
import type { Identification, IdentifySources } from './identification-run.ts';
import {
  type IdentifyOptions,
  identifyOptionsSchema,
  type ResolvedIdentifyOptions,
} from './identify-options.ts';
import { type LearntPhotos, learnFromPhotos } from './learn-from-photos.ts';
import { type OpenExtraction, openExtraction, stampsOf } from './open-extraction.ts';
import { openRecogniser } from './open-recogniser.ts';
import { parseOptions } from './parse-options.ts';
import { enrolledFrom, labelledFromTable, probesFromFolder, strangersFrom } from './photo-sets.ts';
import { writeIdentification } from './write-identification.ts';

/**
 * Names the people in a pile of photos, or says `unknown`; writes tables and a report when `out` is given.
 * Throws `CONFIG_INVALID`, `PEOPLE_*`, `PHOTOS_EMPTY`, `TABLE_INVALID`, `GALLERY_*`, `BUNDLE_*`, `NETWORK_*`, `OUTPUT_*`, `ABORTED`.
 * A photo that cannot be used is a result of its own.
 */
export async function identify(options: IdentifyOptions, control: RunControl = {}): Promise<Identification> {
  const stated = parseOptions(identifyOptionsSchema, options);
  await assertCanLearn(stated);
  const kept = stated.gallery === undefined ? undefined : await openRecogniser(stated.gallery);
  const resolved = parseOptions(identifyOptionsSchema, {
    ...(kept && optionsOf(kept.gallery)),
    ...options,
  });
  if (resolved.out !== undefined) await prepareOutputFolder(resolved.out);
  const sources = await readSources(resolved, kept, control.signal);
  await using extraction = await openExtraction(extractionOptionsAmong(resolved));
  if (kept !== undefined) assertSameNetworks(kept.gallery, extraction);
  const files = [
    ...filesOf(sources.people.labelled),
    ...filesOf(sources.strangers.labelled),
    ...sources.probes,
  ];
  const run = await extractPhotos(files, extraction.ports, control);
  const enrolled = enrolSources(sources, run.photos, { extraction, rule: resolved.rule });
  const learnt = await learntPhotos(enrolled, resolved, control.signal);
  const recogniser = learnt?.recogniser ?? enrolled.recogniser;
  const threshold = thresholdOf(recogniser, resolved.fpir);
  const probability = learnProbability(recogniser, resolved.strangerShare);
  const identification: Identification = {
    photos: await identifyPhotos(enrolled.probes, recogniser, {
      threshold,
      probability: probability?.model,
    }),
    threshold,
    ...(probability && { probability }),
    ...(learnt && { learning: learnt.learning, pseudoLabels: learnt.labels }),
    identities: recogniser.gallery.identities,
    skipped: [...sources.skipped, ...enrolled.skipped],
    cachedCount: run.cachedCount,
    photoCount: files.length,
  };
  if (resolved.out !== undefined) {
    await writeIdentification(resolved.out, {
      identification,
      options: resolved,
      extraction,
      sources,
      recogniser,
      probes: enrolled.probes,
    });
  }
  return identification;
}

/** The threshold for a false-alarm rate, from the scores of people who are not enrolled. */
export function thresholdOf({ nonMated }: Pick<Recogniser, 'nonMated'>, fpir: number): Threshold {
  return calibrateThreshold(nonMated.people, { fpir, setOn: nonMated.setOn, seed: CALIBRATION_SEED });
}

/** Decides only how calibration people are dealt into folds. */
const CALIBRATION_SEED = 1;

async function readSources(
  options: ResolvedIdentifyOptions,
  recogniser: Recogniser | undefined,
  signal: AbortSignal | undefined,
): Promise<IdentifySources> {
  const { images = '.' } = options;
  const people = await enrolledFrom(options, signal);
  const strangers = await strangersFrom(options.strangers, images, signal);
  const skipped = [...people.skipped, ...strangers.skipped];
  if (options.test !== undefined) {
    const rows = await labelledFromTable(options.test, images);
    const labels = rows.some(({ label }) => label !== '') ? rows.map(({ label }) => label) : undefined;
    return { people, strangers, recogniser, probes: filesOf(rows), labels, skipped };
  }
  const pile = await probesFromFolder(options.photos ?? '.', { signal, out: options.out });
  return {
    people,
    strangers,
    recogniser,
    probes: pile.photos,
    labels: undefined,
    skipped: [...skipped, ...pile.skipped],
  };
}

interface EnrolledSources {
  readonly recogniser: Recogniser;
  readonly strangers: readonly LabelledExtraction[];
  readonly probes: readonly ExtractedPhoto[];
  readonly skipped: readonly SkippedFile[];
}

function enrolSources(
  sources: IdentifySources,
  extracted: readonly ExtractedPhoto[],
  settings: { readonly extraction: OpenExtraction; readonly rule: ResolvedIdentifyOptions['rule'] },
): EnrolledSources {
  const peopleEnd = sources.people.labelled.length;
  const strangersEnd = peopleEnd + sources.strangers.labelled.length;
  const probes = extracted.slice(strangersEnd);
  const strangers = withLabels(sources.strangers.labelled, extracted.slice(peopleEnd, strangersEnd));
  if (sources.recogniser !== undefined)
    return { recogniser: sources.recogniser, strangers, probes, skipped: [] };
  const people = withLabels(sources.people.labelled, extracted.slice(0, peopleEnd));
  const { gallery, ...enrolled } = enrolAndCalibrate(people, strangers, settings);
  return { recogniser: galleryRecogniser(gallery), probes, ...enrolled };
}

async function assertCanLearn({ gallery, learnFromPhotos: isAsked }: ResolvedIdentifyOptions): Promise<void> {
  if (!isAsked || gallery === undefined || !(await isBundleFile(gallery))) return;
  const message = `${gallery} holds trained heads, which do not learn from the photos to name. Take a gallery of 'quen enrol', or leave out --learn-from-photos.`;
  throw new QuenError('CONFIG_INVALID', message);
}

async function learntPhotos(
  { recogniser: { gallery }, strangers, probes }: EnrolledSources,
  { learnFromPhotos: isAsked, revoke }: ResolvedIdentifyOptions,
  signal: AbortSignal | undefined,
): Promise<LearntPhotos | undefined> {
  if (!isAsked) return undefined;
  return await learnFromPhotos({ gallery, strangers, probes }, { revoke, signal });
}

/** A gallery is searched with the networks and the rule it was made with, unless the caller says otherwise. */
function optionsOf({ detector, embedders, nonMated }: Gallery): Partial<IdentifyOptions> {
  const networks = embedders.map(({ name }) => name);
  const found = detector === undefined ? { aligned: true } : { detector: detector.name };
  return { networks, rule: nonMated.rule, ...found };
}

function assertSameNetworks(gallery: Gallery, extraction: OpenExtraction): void {
  const here = stampsOf(extraction);
  if (
    JSON.stringify([gallery.detector, gallery.embedders]) === JSON.stringify([here.detector, here.embedders])
  )
    return;
  const names = [gallery.detector, ...gallery.embedders].flatMap((stamp) => (stamp ? [stamp.name] : []));
  const message = `The gallery was made with ${names.join(', ')}, of which this run uses other names or files. Use the same, or enrol again.`;
  throw new QuenError('GALLERY_NETWORK_MISMATCH', message);
}
