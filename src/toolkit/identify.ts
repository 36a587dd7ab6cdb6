import { isBundleFile } from '../adapters/files/bundle-store.ts';
import { prepareOutputFolder } from '../adapters/files/write-file.ts';
import { openInnerProducts } from '../adapters/onnx/inner-products.ts';
import { QuenError } from '../core/errors.ts';
import type { SkippedFile, Threshold } from '../core/identification.ts';
import type { ExtractedPhoto } from '../core/photo.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { LabelledExtraction } from '../pipeline/enrol.ts';
import type { Fusion } from '../pipeline/ensemble/fusion.ts';
import { extractPhotos, type RunControl } from '../pipeline/extract-photos.ts';
import { identifyPhotos } from '../pipeline/identify.ts';
import { learnProbability } from '../pipeline/learn-probability.ts';
import { networkFailures } from '../pipeline/network-faults.ts';
import type { Recogniser } from '../pipeline/recogniser.ts';
import { calibrateThreshold } from '../rejection/calibrate.ts';
import { openExtraction } from './distributed/open-extraction.ts';
import { enrolAndCalibrate, filesOf, withLabels } from './enrol-people.ts';
import { extractionOptionsAmong } from './extraction-options.ts';
import type { Identification, IdentifySources } from './identification-run.ts';
import {
  type IdentifyOptions,
  identifyOptionsSchema,
  type ResolvedIdentifyOptions,
} from './identify-options.ts';
import { stampAsked } from './indexes/index-options.ts';
import type { OpenRecogniser } from './indexes/open-indexed.ts';
import { type LearntPhotos, learnFromPhotos } from './learn-from-photos.ts';
import { type OpenExtraction, stampsOf } from './open-extraction.ts';
import { openRecogniser } from './open-recogniser.ts';
import { parseOptions } from './parse-options.ts';
import { enrolledFrom, labelledFromTable, probesFromFolder, strangersFrom } from './photo-sets.ts';
import { recogniserOf, withRejector } from './rejection.ts';
import type { RejectorChoice } from './rejector-options.ts';
import { writeIdentification } from './write-identification.ts';

/**
 * Names the people in a pile of photos, or says `unknown`; writes tables and a report when `out` is given.
 * Throws `CONFIG_INVALID`, `PEOPLE_*`, `PHOTOS_EMPTY`, `TABLE_INVALID`, `GALLERY_*`, `BUNDLE_*`, `NETWORK_*`, `OUTPUT_*`, `DATABASE_*`, `ABORTED`.
 * A photo that cannot be used is a result of its own.
 */
export async function identify(options: IdentifyOptions, control: RunControl = {}): Promise<Identification> {
  assertOwnWeights(options);
  const stated = parseOptions(identifyOptionsSchema, options);
  await assertCanLearn(stated);
  await using opened = await openStated(stated, control.signal);
  const kept = opened?.recogniser;
  if (kept !== undefined) assertSameDecision(kept, options);
  const resolved = parseOptions(identifyOptionsSchema, {
    ...(kept && optionsOf(kept)),
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
  const enrolled = await enrolSources(sources, run.photos, {
    extraction,
    options: resolved,
    signal: control.signal,
  });
  const learnt = await learntPhotos(enrolled, resolved, control.signal);
  const recogniser = learnt?.recogniser ?? enrolled.recogniser;
  const threshold = thresholdOf(recogniser, resolved.fpir);
  const probability = learnProbability(recogniser, resolved.strangerShare);
  await using products = await openInnerProducts({ threads: resolved.threads });
  const identification: Identification = {
    photos: await identifyPhotos(enrolled.probes, recogniser, {
      threshold,
      probability: probability?.model,
      roughProducts: products.innerProducts,
    }),
    threshold,
    ...(probability && { probability }),
    ...howSearched(enrolled, opened),
    ...(learnt && { learning: learnt.learning, pseudoLabels: learnt.labels }),
    identities: recogniser.gallery.identities,
    skipped: [...sources.skipped, ...enrolled.skipped, ...networkFailures(run.photos)],
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

/** What is to be told of networks and of an index. */
function howSearched(
  { fusion }: Pick<EnrolledSources, 'fusion'>,
  opened: OpenRecogniser | undefined,
): Pick<Identification, 'fusion' | 'indexRecall'> {
  const { indexRecall } = opened ?? {};
  return { ...(fusion && { fusion }), ...(indexRecall && { indexRecall }) };
}

/** Opens the gallery or bundle that options name. */
async function openStated(
  stated: ResolvedIdentifyOptions,
  signal: AbortSignal | undefined,
): Promise<OpenRecogniser | undefined> {
  const { gallery, indexDatabase: databaseUrl, recalibrate: isRecalibrated } = stated;
  if (gallery === undefined) return undefined;
  const stamp = stampAsked(stated);
  const mustCompareAll = stated.learnFromPhotos;
  return await openRecogniser(gallery, { stamp, isRecalibrated, mustCompareAll, databaseUrl, signal });
}

/** The threshold for a false-alarm rate, from the scores of people who are not enrolled. */
export function thresholdOf(
  {
    nonMated,
    mated = [],
    rejector: name,
    gallery,
  }: Pick<Recogniser, 'nonMated' | 'mated' | 'rejector'> & { readonly gallery?: Pick<Gallery, 'index'> },
  fpir: number,
): Threshold {
  const scores = mated.flatMap((searches) => searches.map(({ score }) => score));
  const rejector = name === undefined ? undefined : { name, mated: scores };
  const options = { fpir, setOn: nonMated.setOn, seed: CALIBRATION_SEED, rejector };
  const threshold = calibrateThreshold(nonMated.people, options);
  const index = gallery?.index;
  if (index === undefined) return threshold;
  if (index.kind === 'exact') return { ...threshold, index };
  const statement = `${threshold.statement} That holds for searches through ${index.kind} with its settings, and for no others.`;
  return { ...threshold, index, statement };
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
  readonly fusion?: Fusion;
  readonly skipped: readonly SkippedFile[];
}

async function enrolSources(
  sources: IdentifySources,
  extracted: readonly ExtractedPhoto[],
  settings: {
    readonly extraction: OpenExtraction;
    readonly options: ResolvedIdentifyOptions;
    readonly signal: AbortSignal | undefined;
  },
): Promise<EnrolledSources> {
  const { extraction, options, signal } = settings;
  const peopleEnd = sources.people.labelled.length;
  const strangersEnd = peopleEnd + sources.strangers.labelled.length;
  const probes = extracted.slice(strangersEnd);
  const strangers = withLabels(sources.strangers.labelled, extracted.slice(peopleEnd, strangersEnd));
  if (sources.recogniser !== undefined)
    return { recogniser: sources.recogniser, strangers, probes, skipped: [] };
  const people = withLabels(sources.people.labelled, extracted.slice(0, peopleEnd));
  const { gallery, ...enrolled } = enrolAndCalibrate(people, strangers, {
    extraction,
    rule: options.rule,
    weights: options.weights,
  });
  const { rejector } = options;
  const rejecting = await withRejector(gallery, enrolled.strangers, { rejector, signal });
  return { recogniser: await recogniserOf(rejecting, signal), probes, ...enrolled };
}

function assertOwnWeights({ gallery, weights }: IdentifyOptions): void {
  if (gallery === undefined || weights === undefined) return;
  const message = `weights: ${gallery} brings the weights of its networks. Leave out --weights, or enrol again with it.`;
  throw new QuenError('CONFIG_INVALID', message);
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

function assertSameDecision({ gallery, rejector = 'none' }: Recogniser, stated: IdentifyOptions): void {
  const kept = { rule: gallery.nonMated.rule, rejector };
  for (const what of ['rule', 'rejector'] as const) {
    const asked = stated[what];
    if (asked === undefined || asked === kept[what]) continue;
    const message = `${stated.gallery} was calibrated with the ${what} '${kept[what]}', not '${asked}'. Leave out --${what}, or make the file again with --${what} ${asked}.`;
    throw new QuenError('CONFIG_INVALID', message);
  }
}

/** A gallery is searched with what it was made with; other networks are refused where the files are compared. */
function optionsOf({ gallery, rejector = 'none' }: Recogniser): Partial<IdentifyOptions> {
  const { detector, embedders, nonMated } = gallery;
  const networks = embedders.map(({ name }) => name);
  const found = detector === undefined ? { aligned: true } : { detector: detector.name };
  return { networks, rule: nonMated.rule, rejector: rejector as RejectorChoice, ...found };
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
