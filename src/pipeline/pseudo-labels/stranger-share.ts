import {
  type LabellingEvidence,
  personWeighted,
  type WeightedSearches,
  weightAtOrAbove,
} from './labelling-evidence.ts';

/** Standard errors added to the share: one pile in forty has more strangers than is said. */
const MARGIN = 2;

/**
 * A share of strangers in a pile that is seldom too low, by the adjusted count (Forman, 2008, "Quantifying counts and costs
 * via classification"): at the score that best tells strangers from enrolled people, the share of the pile below it is a
 * mixture of the two known shares. Two standard errors are added, as too low a share lets wrong labels in. 1 where
 * nothing tells them apart, or where there is nothing to compare with.
 * @param pile best scores of the pile's faces @returns in [0, 1]
 */
export function strangerShare(pile: readonly number[], evidence: LabellingEvidence): number {
  const { right, wrong, strangers } = personWeighted(evidence);
  if (pile.length === 0 || right.total === 0 || strangers.total === 0) return 1;
  const mated = { scores: merged(right, wrong), total: right.total };
  const cut = bestCut(mated, strangers);
  const ofMated = shareBelow(mated, cut);
  const ofStrangers = shareBelow(strangers, cut);
  const ofPile = pile.filter((score) => score < cut).length / pile.length;
  const gap = ofStrangers - ofMated;
  if (gap <= 0) return 1;
  const share = clamped((ofPile - ofMated) / gap);
  const variance =
    spread(ofPile, pile.length) +
    share ** 2 * spread(ofStrangers, strangers.total) +
    (1 - share) ** 2 * spread(ofMated, mated.total);
  return clamped(share + (MARGIN * Math.sqrt(variance)) / gap);
}

/** The score at which most of the strangers, less enrolled people, are below. */
function bestCut(mated: WeightedSearches, strangers: WeightedSearches): number {
  let best = { cut: Number.NEGATIVE_INFINITY, gap: 0 };
  // From the highest score down, both shares are sums that grow.
  const steps = [
    ...mated.scores.map(({ score, weight }) => ({ score, gain: weight / mated.total })),
    ...strangers.scores.map(({ score, weight }) => ({ score, gain: -weight / strangers.total })),
  ].sort((a, b) => b.score - a.score);
  let gap = 0;
  steps.forEach(({ score, gain }, place) => {
    gap += gain;
    if (gap > best.gap && steps[place + 1]?.score !== score) best = { cut: score, gap };
  });
  return best.cut;
}

function merged(a: WeightedSearches, b: WeightedSearches): WeightedSearches['scores'] {
  return [...a.scores, ...b.scores].sort((one, other) => other.score - one.score);
}

function shareBelow(searches: WeightedSearches, cut: number): number {
  return 1 - weightAtOrAbove(searches, cut) / searches.total;
}

function spread(share: number, count: number): number {
  return (share * (1 - share)) / count;
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, share));
}
