import { isQuenError } from '../core/errors.ts';
import { type Matrix, row } from '../numerics/matrix.ts';
import { normalised } from '../numerics/vector.ts';
import { embeddingViews } from './embedding-augmentation.ts';
import { type Fold, type FoldPlan, plainFolds, stratifiedFolds } from './folds.ts';
import type { TrainingSet } from './head.ts';
import { NEAR_DUPLICATE, nearDuplicatePairs } from './near-duplicates.ts';
import type { HeadFolds, TrainedHeadSpec } from './trained-spec.ts';
import { NOBODY } from './training/labelled-embeddings.ts';

/** A training set as one matrix: photos, their views, strangers. */
export interface LearningRows {
  /** Of unit length, shape [R, D]. */
  readonly embeddings: Matrix;
  /** Class of each row; -1 for strangers who are no class, shape [R]. */
  readonly labels: Int32Array;
  /** Photo of each row: an epoch takes one row of each, shape [R]. */
  readonly groupOf: Int32Array;
  /** The other photo that a row was made of; that of `groupOf` where there is none, shape [R]. */
  readonly otherPhotoOf: Int32Array;
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
  const groupOf = Int32Array.from([
    ...identityOf.keys(),
    ...photoOf,
    ...strangerRows.map((place) => rows.rows + place),
  ]);
  const otherPhotoOf = Int32Array.from(groupOf);
  if (made) otherPhotoOf.set(made.towards, rows.rows + (views?.rows.rows ?? 0));
  return {
    embeddings: stackedUnitRows(parts),
    labels: Int32Array.from([
      ...identityOf,
      ...photoOf.map((photo) => identityOf[photo] ?? 0),
      ...strangerRows.map(() => ofStranger),
    ]),
    groupOf,
    otherPhotoOf,
    photoCount: rows.rows,
    classCount: identities.length + (strangers?.role === 'class' ? 1 : 0),
  };
}

/** Rows of one fold head: all rows of the photos it learns from, and strangers; and the photos it is judged on. */
export interface FoldRows {
  readonly training: Int32Array;
  /**
   * Photos held out, and with stratified folds those of people of whom none can be, which are learnt from too: otherwise
   * an epoch that names everybody else and none of them would be the best. Absent where no photo can be held out.
   */
  readonly validation?: Int32Array;
}

/**
 * The rows of each fold head. Strangers are learnt from in every fold and judged in none. Where photos cannot be held
 * out, or no folds are asked for, one head learns from all rows.
 */
export function foldRows(rows: LearningRows, folds: HeadFolds, seed: number): FoldRows[] {
  // Of few people some folds hold nobody out, or everybody.
  const found = photoFolds(rows, folds, seed).filter(
    ({ training, validation }) => training.length > 0 && validation.length > 0,
  );
  if (found.length === 0) return [{ training: Int32Array.from(rows.labels.keys()) }];
  return found.map(({ validation, alwaysTraining }) => {
    const isHeldOut = new Uint8Array(rows.photoCount);
    for (const photo of validation) isHeldOut[photo] = 1;
    // A row that lies towards a held-out photo would tell what it looks like.
    const learnt = rows.labels
      .map((_, place) => place)
      .filter((place) => !isHeldOut[rows.groupOf[place] ?? 0] && !isHeldOut[rows.otherPhotoOf[place] ?? 0]);
    return { training: learnt, validation: Int32Array.from([...validation, ...alwaysTraining]) };
  });
}

/**
 * Empty where none are asked for, where there are fewer photos than folds or, stratified, nobody with two photos that
 * differ. Throws `CONFIG_INVALID` for a number of folds that is none.
 */
function photoFolds(
  { embeddings, labels, photoCount }: LearningRows,
  folds: HeadFolds,
  seed: number,
): (Fold & Pick<FoldPlan, 'alwaysTraining'>)[] {
  if (folds.kind === 'none') return [];
  const options = { foldCount: folds.foldCount, repeatCount: folds.repeatCount, seed };
  const identityOf = labels.subarray(0, photoCount);
  try {
    if (folds.kind === 'plain') return plainFolds(photoCount, options).flatMap(foldsOf);
    const data = embeddings.data.subarray(0, photoCount * embeddings.cols);
    const photos = { data, rows: photoCount, cols: embeddings.cols };
    const together = [...nearDuplicatePairs(photos, NEAR_DUPLICATE)];
    return stratifiedFolds(identityOf, { ...options, together }).flatMap(foldsOf);
  } catch (cause) {
    const isPossible = Number.isInteger(folds.foldCount) && folds.foldCount >= 2;
    if (isPossible && isQuenError(cause, 'CONFIG_INVALID')) return [];
    throw cause;
  }
}

function foldsOf({ folds, alwaysTraining }: FoldPlan): (Fold & Pick<FoldPlan, 'alwaysTraining'>)[] {
  return folds.map((fold) => ({ ...fold, alwaysTraining }));
}

/** The rows of several matrices, scaled to unit length as they are copied: views can take most of the memory there is. */
function stackedUnitRows(parts: readonly Matrix[]): Matrix {
  const cols = parts[0]?.cols ?? 0;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const data = new Float32Array(rows * cols);
  let offset = 0;
  for (const part of parts)
    for (let n = 0; n < part.rows; n++, offset += cols) data.set(normalised(row(part, n)), offset);
  return { data, rows, cols };
}
