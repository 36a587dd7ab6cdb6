import { calibrateThreshold } from '../../rejection/calibrate.ts';
import { type LabellingEvidence, type PersonWeighted, personWeighted } from './labelling-evidence.ts';

/** What pseudo-labels are to be held to. */
export interface LabellingAim {
  /** Share of wrong labels expected among those accepted, at most, in (0, 1). */
  readonly wrongShare: number;
  /** Strangers among the faces to be labelled, in [0, 1]. */
  readonly strangerShare: number;
  /** Share of strangers that may be named by the identification threshold, in (0, 1). */
  readonly fpir: number;
}

/** Scores that decide who gets a pseudo-label; null where no score makes labels sure enough. */
export interface LabelThresholds {
  /** At or above it a face is its best identity. */
  readonly identity: number | null;
  /** At or below it a face is nobody. */
  readonly unknown: number | null;
}

/**
 * The lowest threshold for identities and the highest for `unknown` at which at most the share of wrong labels that is
 * asked for is expected among the faces accepted. Wrong names are those of out-of-fold searches and of strangers, in the
 * proportion of the pile; one stranger more than was seen is counted, as a new one is exchangeable with those (so for
 * conformal selection, Jin and Candès, 2023, "Selection by prediction with conformal p-values"). `unknown` also stays
 * below the identification threshold for `fpir`.
 */
export function labelThresholds(evidence: LabellingEvidence, aim: LabellingAim): LabelThresholds {
  const searches = personWeighted(evidence);
  if (searches.right.total === 0 || searches.strangers.total === 0) return { identity: null, unknown: null };
  return { identity: identityThreshold(searches, aim), unknown: unknownThreshold(searches, evidence, aim) };
}

/** One score, and the shares of the pile that it adds to right and wrong labels. */
interface Step {
  readonly score: number;
  readonly right: number;
  readonly wrong: number;
}

function identityThreshold({ right, wrong, strangers }: PersonWeighted, aim: LabellingAim): number | null {
  const ofMated = (1 - aim.strangerShare) / right.total;
  const ofStrangers = aim.strangerShare / (strangers.total + 1);
  const steps = [
    ...right.scores.map(({ score, weight }): Step => ({ score, right: weight * ofMated, wrong: 0 })),
    ...wrong.scores.map(({ score, weight }): Step => ({ score, right: 0, wrong: weight * ofMated })),
    ...strangers.scores.map(({ score, weight }): Step => ({ score, right: 0, wrong: weight * ofStrangers })),
  ].sort((a, b) => b.score - a.score);
  return lastSure(steps, ofStrangers, aim.wrongShare);
}

function unknownThreshold(
  { right, wrong, strangers }: PersonWeighted,
  { strangers: people }: LabellingEvidence,
  aim: LabellingAim,
): number | null {
  const ofMated = (1 - aim.strangerShare) / (right.total + 1);
  const ofStrangers = aim.strangerShare / strangers.total;
  const steps = [
    ...[...right.scores, ...wrong.scores].map(
      ({ score, weight }): Step => ({ score, right: 0, wrong: weight * ofMated }),
    ),
    ...strangers.scores.map(({ score, weight }): Step => ({ score, right: weight * ofStrangers, wrong: 0 })),
  ].sort((a, b) => a.score - b.score);
  const sure = lastSure(steps, ofMated, aim.wrongShare);
  if (sure === null) return null;
  const { value } = calibrateThreshold(people, { fpir: aim.fpir, setOn: 'strangers', seed: 0 });
  return Math.min(sure, value);
}

/** The last score, from the surest on, up to which the share of wrong labels is as asked. @param unseen wrong from the start */
function lastSure(steps: readonly Step[], unseen: number, wrongShare: number): number | null {
  let sure: number | null = null;
  let right = 0;
  let wrong = unseen;
  steps.forEach((step, place) => {
    right += step.right;
    wrong += step.wrong;
    // Equal scores are accepted together or not at all.
    if (steps[place + 1]?.score === step.score) return;
    if (right > 0 && wrong <= wrongShare * (right + wrong)) sure = step.score;
  });
  return sure;
}
