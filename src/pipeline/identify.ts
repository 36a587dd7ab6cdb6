import { type RightProbability, rightProbability } from '../calibration/right-probability.ts';
import type { FaceResult, PhotoResult, Threshold } from '../core/identification.ts';
import type { EmbeddedFace, ExtractedPhoto } from '../core/photo.ts';
import { fuseEmbeddings } from '../embedding/fuse.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { acceptanceOf, type SearchHit } from '../gallery/search.ts';
import { fusionWeights } from '../gallery/shared-parts.ts';
import type { AsyncInnerProducts } from '../numerics/inner-products.ts';
import { stackRows } from '../numerics/matrix.ts';
import { UNCALIBRATED_THRESHOLD } from '../rejection/calibrate.ts';
import { decide } from '../rejection/decide.ts';
import { groupUnknowns } from '../rejection/group-unknowns.ts';
import { samePersonThreshold } from '../rejection/same-person-threshold.ts';
import { type Recogniser, searchable } from './recogniser.ts';

/** Candidates kept for each face. */
const CANDIDATE_COUNT = 5;

/** The same groups whenever the same faces are grouped. */
const GROUPING_SEED = 1;

interface ProbeFace {
  readonly photoIndex: number;
  readonly faceIndex: number;
  readonly face: EmbeddedFace;
}

/** What faces are judged by. */
export interface Judgement {
  /**
   * Decides alone who is named: the false-alarm rate is promised for it, whatever share of faces are strangers'. A
   * probability hangs on that share, which nobody knows for sure.
   */
  readonly threshold: Threshold;
  /** What the probability of each best candidate is worked out from; none is stated without. */
  readonly probability?: RightProbability | undefined;
}

/**
 * Names every face of every photo, or says `unknown`. Results stand in the order of the photos.
 * @param judgement with what compares the unknown with each other, to group them
 */
export async function identifyPhotos(
  photos: readonly ExtractedPhoto[],
  recogniser: Recogniser,
  { roughProducts, ...judgement }: Judgement & { readonly roughProducts: AsyncInnerProducts },
): Promise<PhotoResult[]> {
  const { gallery } = recogniser;
  const probes = photos.flatMap(probeFaces);
  const embeddings = stackRows(
    probes.map(({ face }) => fuseEmbeddings(face.embeddings, fusionWeights(gallery))),
    gallery.templates.cols,
  );
  const hits = await recogniser.search(embeddings, {
    candidateCount: CANDIDATE_COUNT,
    photoOf: probes.map(({ photoIndex }) => photos[photoIndex]?.photo.name ?? ''),
  });
  const decided = hits.map((hit) => decideHit(hit, gallery, judgement));
  const unknown = decided.flatMap(({ decision }, index) => (decision.kind === 'unknown' ? [index] : []));
  const groups = await groupUnknowns(embeddings, unknown, {
    threshold: linkThreshold(gallery, unknown.length),
    seed: GROUPING_SEED,
    roughProducts,
  });
  const results = new Map<number, FaceResult[]>();
  probes.forEach(({ photoIndex, faceIndex, face }, index) => {
    const { extraction } = photos[photoIndex] as ExtractedPhoto;
    const group = groups.get(index);
    const result: FaceResult = {
      face: faceIndex,
      box: face.box,
      detectionScore: face.score,
      rung: extraction.kind === 'faces' ? extraction.rung : 'normal',
      ...(decided[index] as DecidedHit),
      ...(group !== undefined && { unknownGroup: group }),
      ...leftOut(decided[index] as DecidedHit, face),
    };
    results.set(photoIndex, [...(results.get(photoIndex) ?? []), result]);
  });
  return photos.map((photo, index) => photoResult(photo, results.get(index) ?? []));
}

/** Networks that failed on the face, with a reason that says so. */
function leftOut(
  { reason }: DecidedHit,
  { failures }: EmbeddedFace,
): Pick<FaceResult, 'failures' | 'reason'> | undefined {
  if (failures === undefined) return undefined;
  const names = failures.map(({ network }) => network).join(' and ');
  return { reason: `${reason} Judged without ${names}, which failed on this face.`, failures };
}

/** A cosine, whatever the scores are that the recogniser decides by. */
function linkThreshold(gallery: Gallery, faceCount: number): number {
  if (faceCount < 2) return UNCALIBRATED_THRESHOLD;
  return samePersonThreshold(searchable(gallery), faceCount) ?? UNCALIBRATED_THRESHOLD;
}

function probeFaces({ extraction }: ExtractedPhoto, photoIndex: number): ProbeFace[] {
  if (extraction.kind !== 'faces') return [];
  return extraction.faces.map((face, faceIndex) => ({ photoIndex, faceIndex, face }));
}

type DecidedHit = Pick<
  FaceResult,
  'candidates' | 'probability' | 'acceptance' | 'decision' | 'reason' | 'nearest'
>;

function decideHit(hit: SearchHit, gallery: Gallery, { threshold, probability }: Judgement): DecidedHit {
  const name = (identity: number | undefined): string => gallery.identities[identity ?? -1] ?? '';
  const candidates = hit.candidates.map(({ identity, score }) => ({ identity: name(identity), score }));
  const enrolled = gallery.faces[hit.nearest.row];
  const nearest = {
    photo: enrolled?.photo ?? '',
    identity: name(enrolled?.identity),
    score: hit.nearest.score,
  };
  const { acceptance } = hit;
  const decisive = acceptanceOf(hit);
  const isStated = probability !== undefined && decisive !== undefined;
  return {
    candidates,
    ...(isStated && { probability: rightProbability(probability, decisive) }),
    ...(acceptance !== undefined && { acceptance }),
    nearest,
    ...decide(candidates, threshold, acceptance),
  };
}

function photoResult({ photo, extraction }: ExtractedPhoto, faces: readonly FaceResult[]): PhotoResult {
  if (extraction.kind === 'faces') return { kind: 'searched', photo: photo.name, faces };
  if (extraction.kind === 'failed') {
    return { kind: 'failed', photo: photo.name, code: extraction.code, reason: extraction.reason };
  }
  return { kind: 'no-face', photo: photo.name, reason: 'No face was found on any rung of the cascade.' };
}
