import { QuenError } from '../core/errors.ts';
import { type Matrix, row } from '../numerics/matrix.ts';
import { topK } from '../numerics/top-k.ts';
import type { Recipe, RecipeRound } from './recipe.ts';

/** Say of each network in a round, its own within its family times its family's; 1 in all. Networks without any are left out. */
export function familySay(
  { networks }: Pick<Recipe, 'networks'>,
  { familyWeights }: RecipeRound,
): Map<string, number> {
  return new Map(
    networks.flatMap(({ name, family, weight }) => {
      const ofFamily = familyWeights[family];
      return weight === undefined || ofFamily === undefined ? [] : [[name, weight * ofFamily] as const];
    }),
  );
}

/**
 * Weighted mean of what several networks' heads say, accumulated in double precision.
 * @param weights by network, 1 in all @param answers probabilities by network, each shape [P, C]
 * @returns shape [P, C]. Throws `DIMENSION_MISMATCH` where a network's answers are missing or of another shape
 */
export function meanProbabilities(
  weights: ReadonlyMap<string, number>,
  answers: ReadonlyMap<string, Matrix>,
): Matrix {
  const [first] = weights.keys();
  const { rows, cols } = answersOf(answers, first ?? '');
  const sums = new Float64Array(rows * cols);
  for (const [network, weight] of weights) {
    const given = answersOf(answers, network);
    if (given.rows !== rows || given.cols !== cols) throw otherShape(network, given, { rows, cols });
    for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + weight * (given.data[i] as number);
  }
  return { data: Float32Array.from(sums), rows, cols };
}

/**
 * Labels of each photo's most likely classes, best first; of equally likely ones the first class comes first.
 * @param probabilities shape [P, C] @param labels shape [C] @param count labels a photo
 */
export function likeliestLabels(probabilities: Matrix, labels: readonly string[], count: number): string[][] {
  return Array.from({ length: probabilities.rows }, (_, photo) =>
    topK(row(probabilities, photo), count).map((place) => labels[place] as string),
  );
}

function answersOf(answers: ReadonlyMap<string, Matrix>, network: string): Matrix {
  const found = answers.get(network);
  if (found !== undefined) return found;
  throw new QuenError(
    'DIMENSION_MISMATCH',
    `The ensemble lacks the answers of ${network}. Predict with it first.`,
  );
}

function otherShape(network: string, given: Omit<Matrix, 'data'>, wanted: Omit<Matrix, 'data'>): QuenError {
  const message = `${network} answers ${given.rows} photos with ${given.cols} classes; the others ${wanted.rows} with ${wanted.cols}. Train all heads on the same rows.`;
  return new QuenError('DIMENSION_MISMATCH', message);
}
