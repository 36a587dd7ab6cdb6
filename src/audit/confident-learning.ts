/** Out-of-sample probabilities of one labelled item. */
export interface LabelledProbabilities {
  /** Class it is labelled with, by place. */
  readonly label: number;
  /** Probabilities of the classes that have any to speak of, the labelled one among them. */
  readonly probabilities: ReadonlyMap<number, number>;
}

/** What confident learning says of one item. */
export interface ConfidentLabel {
  /** The class it is counted in: of those that are confident, the likeliest; absent where none is. */
  readonly counted?: number;
  /** Whether that is another class than its label: an off-diagonal entry of the confident joint. */
  readonly isIssue: boolean;
  /** Probability of its label less the largest of another class (normalised margin), in [-1, 1]; the lowest are ranked first. */
  readonly margin: number;
}

/**
 * Confident learning (Northcutt, Jiang and Chuang 2021): a class is confident for an item whose probability of it reaches
 * the mean probability of that class among the items labelled so (equation 2); items that are confident for another class
 * than their label are the off-diagonal of the confident joint (equation 1).
 * @param items one per labelled item; probabilities must come from models that have not seen the item's label
 */
export function learnConfidently(items: readonly LabelledProbabilities[]): ConfidentLabel[] {
  const thresholds = classThresholds(items);
  return items.map((item) => {
    const counted = confidentClass(item, thresholds);
    return {
      ...(counted !== undefined && { counted }),
      isIssue: counted !== undefined && counted !== item.label,
      margin: normalisedMargin(item),
    };
  });
}

function confidentClass(
  { probabilities }: LabelledProbabilities,
  thresholds: ReadonlyMap<number, number>,
): number | undefined {
  let best: { readonly place: number; readonly probability: number } | undefined;
  for (const [place, probability] of probabilities) {
    const isConfident = probability >= (thresholds.get(place) ?? Number.POSITIVE_INFINITY);
    if (isConfident && probability > (best?.probability ?? 0)) best = { place, probability };
  }
  return best?.place;
}

function normalisedMargin({ label, probabilities }: LabelledProbabilities): number {
  const others = [...probabilities].map(([place, probability]) => (place === label ? 0 : probability));
  return (probabilities.get(label) ?? 0) - Math.max(0, ...others);
}

/** Mean self-confidence of each class; a class without items has none. */
function classThresholds(items: readonly LabelledProbabilities[]): Map<number, number> {
  const sums = new Map<number, { total: number; count: number }>();
  for (const { label, probabilities } of items) {
    const sum = sums.get(label) ?? { total: 0, count: 0 };
    sums.set(label, sum);
    sum.total += probabilities.get(label) ?? 0;
    sum.count++;
  }
  return new Map([...sums].map(([label, { total, count }]) => [label, total / count]));
}
