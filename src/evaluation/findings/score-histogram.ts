import type { ScoreHistogram } from '../../core/evaluation-findings.ts';
import type { SearchTable } from '../counting/search-table.ts';

const BIN_COUNT = 50;

/** Best scores of the mated searches whose mate comes first, of the other mated ones, and of strangers, in equal bins. */
export function scoreHistogram({ best, hit, isMated }: SearchTable): ScoreHistogram {
  const finite = best.filter(Number.isFinite);
  const counts = { matedRight: zeros(finite), matedWrong: zeros(finite), nonMated: zeros(finite) };
  if (finite.length === 0) return { edges: [], ...counts };
  const [low, high] = finite.reduce(
    ([least, greatest], score) => [Math.min(least, score), Math.max(greatest, score)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as [number, number],
  );
  // Scores that are all one still need a bin of some width.
  const width = (high > low ? high - low : 1e-3) / BIN_COUNT;
  best.forEach((score, search) => {
    if (!Number.isFinite(score)) return;
    const isRight = (hit[search] as number) > Number.NEGATIVE_INFINITY;
    const kind = isMated[search] === 0 ? counts.nonMated : isRight ? counts.matedRight : counts.matedWrong;
    const bin = Math.min(BIN_COUNT - 1, Math.floor((score - low) / width));
    kind[bin] = (kind[bin] as number) + 1;
  });
  return { edges: Array.from({ length: BIN_COUNT + 1 }, (_, edge) => low + edge * width), ...counts };
}

function zeros(scores: Float64Array): number[] {
  return new Array<number>(scores.length === 0 ? 0 : BIN_COUNT).fill(0);
}
