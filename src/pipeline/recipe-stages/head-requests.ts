import { QuenError } from '../../core/errors.ts';
import { ADAM } from '../../heads/training/recipe.ts';
import type { TrainingRequest } from '../../heads/training/train-head.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import type { Recipe, RecipeNetwork } from '../../recipes/recipe.ts';

/** The photos that the heads of one network learn from: training photos first, then photos that were given a label. */
export interface LearntPhotos {
  /** Shape [T + E, D], as the network gave them. */
  readonly plain: Matrix;
  readonly mirror: Matrix;
  /** Views of each photo, shape [V, D] each, V the same for all; empty where epochs take photo and mirror. */
  readonly views: readonly Matrix[];
  /** Class of each, shape [T + E]. */
  readonly labels: Int32Array;
  /** T: only these are held out of folds. */
  readonly trainingCount: number;
}

/** Rows of the heads of one network in one matrix. */
export interface HeadRows {
  readonly embeddings: Matrix;
  readonly labels: Int32Array;
  /** Where an epoch takes one row of each photo: the photo of each row. */
  readonly groupOf?: Int32Array;
  /** The rows of a photo that are learnt. */
  readonly learnt: (photo: number) => readonly number[];
}

/** A fold head to train, and where it belongs. */
export interface FoldRequest {
  readonly repeat: number;
  readonly fold: number;
  readonly request: TrainingRequest;
}

/** What decides the heads of one network in one round, beside the photos. */
export interface HeadPlan {
  readonly head: Recipe['heads'][string];
  readonly epochRows: RecipeNetwork['epochRows'];
  readonly foldCount: number;
  readonly classCount: number;
  /** By division of the network's own, the fold of each training photo, -1 for always learnt. */
  readonly divisions: readonly { readonly repeat: number; readonly foldOf: readonly number[] }[];
  /** Any integer: of the network's place and the round. */
  readonly seed: number;
}

/** The range that heads start in; the only one there is. */
const INITIAL_RANGE = 0.05;

/**
 * The heads to train: one for each fold of each division that holds somebody out. Training photos outside the fold and all
 * labelled photos are learnt; the plain embeddings of the fold say when to stop. Throws `RECIPE_INVALID` for another range
 * of first weights than there is.
 */
export function headRequests(photos: LearntPhotos, plan: HeadPlan): FoldRequest[] {
  const { head, classCount, divisions, seed, foldCount } = plan;
  assertRange(head.initialRange);
  const rows = headRows(photos, plan.epochRows);
  const { embeddings, labels, groupOf } = rows;
  const { hiddenCount, dropout, batchSize, epochCount, patience, schedule } = head;
  const architecture = { kind: 'mlp', hiddenCount, dropout, dimension: embeddings.cols, classCount } as const;
  return divisions.flatMap(({ repeat, foldOf }) =>
    Array.from({ length: foldCount }, (_, fold) => {
      const { training, validation } = foldPlaces(photos, rows, { foldOf, fold });
      const recipe = { optimiser: ADAM, labelSmoothing: 0, batchSize, epochCount, patience, schedule };
      const request: TrainingRequest = {
        architecture,
        recipe: { ...recipe, seed: Math.imul(seed, 7919) + repeat * foldCount + fold },
        training: { embeddings, labels, rows: training },
        validation: { embeddings, labels, rows: validation },
        ...(groupOf && { groupOf }),
      };
      return { repeat, fold, request };
    }).filter(({ request }) => isTrainable(request)),
  );
}

/** Lays out the rows that heads learn and are judged on; the first are the photos themselves. */
export function headRows(photos: LearntPhotos, epochRows: RecipeNetwork['epochRows']): HeadRows {
  const { plain, mirror, views, labels } = photos;
  const count = plain.rows;
  if (epochRows === 'photo-and-mirror') {
    const embeddings = stacked([plain, mirror]);
    return {
      embeddings,
      labels: Int32Array.from([...labels, ...labels]),
      learnt: (photo) => [photo, count + photo],
    };
  }
  const viewCount = views[0]?.rows ?? 0;
  const groupOf = new Int32Array(count * (1 + viewCount));
  for (let place = 0; place < groupOf.length; place++)
    groupOf[place] = place < count ? place : Math.floor((place - count) / viewCount);
  return {
    embeddings: stacked([plain, ...views]),
    labels: groupOf.map((photo) => labels[photo] as number),
    groupOf,
    learnt: (photo) => Array.from({ length: viewCount }, (_, view) => count + photo * viewCount + view),
  };
}

function foldPlaces(
  { trainingCount, plain }: LearntPhotos,
  { learnt }: HeadRows,
  { foldOf, fold }: { readonly foldOf: readonly number[]; readonly fold: number },
): { readonly training: Int32Array; readonly validation: Int32Array } {
  const training: number[] = [];
  const validation: number[] = [];
  for (let photo = 0; photo < plain.rows; photo++) {
    if (photo < trainingCount && foldOf[photo] === fold) validation.push(photo);
    else for (const place of learnt(photo)) training.push(place);
  }
  return { training: Int32Array.from(training), validation: Int32Array.from(validation) };
}

function isTrainable({ training, validation }: TrainingRequest): boolean {
  return training.rows?.length !== 0 && validation?.rows?.length !== 0;
}

function assertRange(initialRange: number): void {
  if (initialRange === INITIAL_RANGE) return;
  const message = `A head's initialRange is ${initialRange}, but heads start within ${INITIAL_RANGE}. Write ${INITIAL_RANGE} in the recipe.`;
  throw new QuenError('RECIPE_INVALID', message);
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
