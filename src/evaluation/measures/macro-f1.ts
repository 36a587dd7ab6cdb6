import type { Measure } from '../counting/measure.ts';
import type { SearchTable } from '../counting/search-table.ts';

/**
 * Macro F1 at a threshold with unknown as a label like any other: the plain mean of 2 TP / (2 TP + FP + FN) over the labels
 * that are right for at least one search drawn ("averaged F1" of Opitz and Burst 2019). A name given to somebody in no photo
 * of the test has no F1 of its own; it costs the recall of the right label.
 */
export function macroF1Measure(table: SearchTable, threshold: number): Measure {
  const labels = new Map<string | undefined, number>();
  const numberOf = (label: string | undefined): number => {
    const known = labels.get(label) ?? labels.size;
    labels.set(label, known);
    return known;
  };
  // `undefined` is unknown, which no name can be mistaken for.
  const truth = Int32Array.from(table.searches, ({ isMated, person }) =>
    numberOf(isMated ? person : undefined),
  );
  const answer = Int32Array.from(table.searches, ({ found, candidates }) =>
    numberOf(found !== undefined && found.bestScore >= threshold ? candidates[0]?.identity : undefined),
  );
  return ({ searches: weights }) => [meanF1(truth, answer, { weights, labelCount: labels.size })];
}

function meanF1(
  truth: Int32Array,
  answer: Int32Array,
  { weights, labelCount }: { weights: Float64Array; labelCount: number },
): number {
  const counts = {
    right: new Float64Array(labelCount),
    true: new Float64Array(labelCount),
    said: new Float64Array(labelCount),
  };
  truth.forEach((label, search) => {
    const weight = weights[search] as number;
    const said = answer[search] as number;
    counts.true[label] = (counts.true[label] as number) + weight;
    counts.said[said] = (counts.said[said] as number) + weight;
    if (label === said) counts.right[label] = (counts.right[label] as number) + weight;
  });
  let sum = 0;
  let labels = 0;
  for (let label = 0; label < labelCount; label++) {
    const trueCount = counts.true[label] as number;
    if (trueCount === 0) continue;
    labels++;
    sum += (2 * (counts.right[label] as number)) / (trueCount + (counts.said[label] as number));
  }
  return sum / labels;
}
