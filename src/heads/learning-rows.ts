import { isQuenError } from '../core/errors.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { unitRows } from './classed-rows.ts';
import { embeddingViews } from './embedding-augmentation.ts';
import { type Fold, plainFolds, stratifiedFolds } from './folds.ts';
import type { TrainingSet } from './head.ts';
import { nearDuplicatePairs } from './near-duplicates.ts';
import type { HeadFolds, TrainedHeadSpec } from './trained-spec.ts';

/** The label of somebody who is none of the classes. */
const NOBODY = -1;

/** Cosine above which two photos are held to be copies, which may not stand on both sides of a fold. */
const COPIES = 0.95;

/** A training set as one matrix: photos, their views, strangers. */
export interface LearningRows {
  /** Of unit length, shape [R, D]. */
  readonly embeddings: Matrix;
  /** Class of each row; -1 for strangers who are no class, shape [R]. */
  readonly labels: Int32Array;
  /** Photo of each row: an epoch takes one row of each, shape [R]. */
  readonly groupOf: Int32Array;
  /** Rows that are photos; they come first. */
  readonly photoCount: number;
  readonly classCount: number;
}

/** Lays out the rows of a training set. @param seed of the views that a spec makes of embeddings */
export function learningRows(set: TrainingSet, spec: TrainedHeadSpec, seed: number): LearningRows {
  const { rows, identityOf, identities, views, strangers } = set;
  const made = spec.augmentation && embeddingViews(set, spec.augmentation, seed);
  const given = [views, made].flatMap((part) => part ?? []);
  const parts = [rows, ...given.map((part) => part.rows), ...(strangers ? [strangers.rows] : [])];
  const ofStranger = strangers?.role === 'class' ? identities.length : NOBODY;
  const strangerRows = [...(strangers?.personOf.keys() ?? [])];
  const photoOf = given.flatMap((part) => [...part.photoOf]);
  return {
    embeddings: unitRows(stacked(parts)),
    labels: Int32Array.from([
      ...identityOf,
      ...photoOf.map((photo) => identityOf[photo] ?? 0),
      ...strangerRows.map(() => ofStranger),
    ]),
    groupOf: Int32Array.from([
      ...identityOf.keys(),
      ...photoOf,
      ...strangerRows.map((place) => rows.rows + place),
    ]),
    photoCount: rows.rows,
    classCount: identities.length + (strangers?.role === 'class' ? 1 : 0),
  };
}

/** Rows of one fold head: all rows of the photos it learns from, and strangers; and the photos it is judged on. */
export interface FoldRows {
  readonly training: Int32Array;
  /** Absent where no photo can be held out. */
  readonly validation?: Int32Array;
}

/**
 * The rows of each fold head. Strangers are learnt from in every fold and judged in none. Where photos cannot be held
 * out, one head learns from all rows.
 */
export function foldRows(rows: LearningRows, folds: HeadFolds, seed: number): FoldRows[] {
  // Of few people some folds hold nobody out, or everybody.
  const found = photoFolds(rows, folds, seed).filter(
    ({ training, validation }) => training.length > 0 && validation.length > 0,
  );
  if (found.length === 0) return [{ training: Int32Array.from(rows.labels.keys()) }];
  return found.map(({ validation }) => {
    const isHeldOut = new Uint8Array(rows.photoCount);
    for (const photo of validation) isHeldOut[photo] = 1;
    const learnt = [...rows.groupOf.keys()].filter((place) => isHeldOut[rows.groupOf[place] ?? 0] !== 1);
    return { training: Int32Array.from(learnt), validation: Int32Array.from(validation) };
  });
}

/** Empty where there are fewer photos than folds or, stratified, nobody with two photos that differ. */
function photoFolds(
  { embeddings, labels, photoCount }: LearningRows,
  { kind, foldCount, repeatCount }: HeadFolds,
  seed: number,
): Fold[] {
  const options = { foldCount, repeatCount, seed };
  const identityOf = labels.subarray(0, photoCount);
  try {
    if (kind === 'plain') return plainFolds(photoCount, options).flatMap((plan) => plan.folds);
    const data = embeddings.data.subarray(0, photoCount * embeddings.cols);
    const photos = { data, rows: photoCount, cols: embeddings.cols };
    const together = [...nearDuplicatePairs(photos, COPIES)];
    return stratifiedFolds(identityOf, { ...options, together }).flatMap((plan) => plan.folds);
  } catch (cause) {
    if (isQuenError(cause) && cause.code === 'CONFIG_INVALID') return [];
    throw cause;
  }
}

function stacked(parts: readonly Matrix[]): Matrix {
  const cols = parts[0]?.cols ?? 0;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const data = new Float32Array(rows * cols);
  let offset = 0;
  for (const part of parts) {
    data.set(part.data, offset);
    offset += part.data.length;
  }
  return { data, rows, cols };
}
