import type { CalibrationCurve, CalibrationSamples } from './calibration-curve.ts';

interface Block {
  readonly from: number;
  readonly to: number;
  readonly sum: number;
  readonly weight: number;
}

/**
 * The rising step function of the score with the least squared error (Zadrozny and Elkan 2002), by pooling neighbours that
 * fall (pool adjacent violators; Ayer et al. 1955), with a line from each step to the next. Probabilities keep
 * 1 / (N + 2) away from 0 and 1, N being the sum of weights: nobody is certain after N people.
 */
export function fitIsotonicPoints(samples: CalibrationSamples): CalibrationCurve {
  const blocks = pooled(blocksByScore(samples));
  const people = samples.weights.reduce((sum, weight) => sum + weight, 0);
  const margin = 1 / (people + 2);
  const points = blocks.flatMap(({ from, to, sum, weight }) => {
    const probability = Math.min(1 - margin, Math.max(margin, sum / weight));
    return (from === to ? [from] : [from, to]).map((score) => ({ score, probability }));
  });
  return {
    kind: 'isotonic',
    scores: points.map(({ score }) => score),
    probabilities: points.map(({ probability }) => probability),
  };
}

/** Lowest score first; equal scores are one block. */
function blocksByScore({ scores, labels, weights }: CalibrationSamples): Block[] {
  const order = [...scores.keys()].sort((a, b) => (scores[a] as number) - (scores[b] as number));
  const blocks: Block[] = [];
  for (const i of order) {
    const score = scores[i] as number;
    const weight = weights[i] as number;
    const own = { from: score, to: score, sum: weight * (labels[i] as number), weight };
    const last = blocks.at(-1);
    if (last?.to === score) blocks[blocks.length - 1] = joined(last, own);
    else blocks.push(own);
  }
  return blocks;
}

function pooled(blocks: readonly Block[]): Block[] {
  const rising: Block[] = [];
  for (const block of blocks) {
    let last = block;
    for (let before = rising.at(-1); before !== undefined; before = rising.at(-1)) {
      if (before.sum * last.weight < last.sum * before.weight) break;
      rising.pop();
      last = joined(before, last);
    }
    rising.push(last);
  }
  return rising;
}

function joined(a: Block, b: Block): Block {
  return { from: a.from, to: b.to, sum: a.sum + b.sum, weight: a.weight + b.weight };
}
