import { readPhoto } from '../adapters/files/read-photo.ts';
import { faceThumbnail, photoThumbnail } from '../adapters/sharp/thumbnails.ts';
import { throwIfAborted } from '../core/errors.ts';
import type { EvaluationFindings, SearchError } from '../core/evaluation-findings.ts';
import type { ExtractedPhoto } from '../core/photo.ts';
import { primaryFace } from '../detection/primary-face.ts';
import type { EvaluatedSearch } from '../evaluation/evaluated-search.ts';
import type { LabelledExtraction } from '../pipeline/enrol.ts';
import type { ErrorEvidence } from '../report/evaluation/evaluation-model.ts';

/** What the evidence of errors is drawn from. */
export interface EvidenceSources {
  readonly searches: readonly EvaluatedSearch[];
  readonly probes: readonly ExtractedPhoto[];
  readonly enrolled: readonly LabelledExtraction[];
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** Draws the faces behind the errors that a page shows. A photo that has gone meanwhile is shown without. */
export async function drawEvidence(
  findings: Pick<EvaluationFindings, 'worstErrors' | 'confusions'>,
  sources: EvidenceSources,
): Promise<ErrorEvidence> {
  const errors = shownErrors(findings);
  const shown = new Set(errors.map(({ photo }) => photo));
  const enrolledOf = new Map(sources.enrolled.map((photo) => [photo.photo.name, photo]));
  const nearest = errors.flatMap((error) => enrolledOf.get(error.nearest?.photo ?? '') ?? []);
  const portraits = portraitsOf(errors, sources.enrolled);
  const candidates = sources.searches.filter(({ photo }) => shown.has(photo));
  return {
    candidates: new Map(candidates.map((search) => [search.photo, search.candidates])),
    probes: await drawn(
      sources.probes.filter(({ photo }) => shown.has(photo.name)).map((photo) => [photo.photo.name, photo]),
      sources,
    ),
    enrolled: await drawn(
      nearest.map((photo) => [photo.photo.name, photo]),
      sources,
    ),
    portraits: await drawn([...portraits], sources),
  };
}

function shownErrors({
  worstErrors,
  confusions,
}: Pick<EvaluationFindings, 'worstErrors' | 'confusions'>): SearchError[] {
  const { strangersNamed, namedWrongly, missed } = worstErrors;
  return [...strangersNamed, ...namedWrongly, ...missed, ...confusions.map(({ worst }) => worst)];
}

/** The first enrolled photo with a face of each person whose photo looks most like somebody else. */
function portraitsOf(
  errors: readonly SearchError[],
  enrolled: readonly LabelledExtraction[],
): Map<string, LabelledExtraction> {
  const wanted = new Set(
    errors.filter(({ person, nearest }) => nearest?.identity !== person).map(({ person }) => person),
  );
  const portraits = new Map<string, LabelledExtraction>();
  for (const photo of enrolled) {
    const isFirst = wanted.has(photo.label) && !portraits.has(photo.label);
    if (isFirst && photo.extraction.kind === 'faces') portraits.set(photo.label, photo);
  }
  return portraits;
}

async function drawn(
  named: readonly (readonly [string, ExtractedPhoto])[],
  { maxBytes, signal }: EvidenceSources,
): Promise<Map<string, string>> {
  const pictures = new Map<string, string>();
  for (const [name, photo] of named) {
    throwIfAborted(signal);
    if (pictures.has(name)) continue;
    const picture = await drawOne(photo, maxBytes).catch(() => undefined);
    if (picture !== undefined) pictures.set(name, picture);
  }
  return pictures;
}

const SIDE_PX = 144;

async function drawOne({ photo, extraction }: ExtractedPhoto, maxBytes: number): Promise<string | undefined> {
  if (extraction.kind === 'failed') return undefined;
  const { bytes } = await readPhoto(photo.path, maxBytes);
  if (extraction.kind === 'no-face') return (await photoThumbnail(bytes, SIDE_PX)).dataUri;
  const face = extraction.faces[primaryFace(extraction.faces, extraction)];
  return face && (await faceThumbnail(bytes, face.box, SIDE_PX)).dataUri;
}
