import type { BestName } from './best-names.ts';
import type { LabelThresholds } from './label-thresholds.ts';
import type { Pile } from './pile.ts';
import type { PseudoLabel } from './pseudo-label.ts';

/** The round in which labels are given. */
export interface LabellingRound {
  /** From 1. */
  readonly round: number;
  /** Name of the way that scored. */
  readonly source: string;
  readonly thresholds: LabelThresholds;
  readonly identities: readonly string[];
  /** Faces that may have no label. */
  readonly barred: ReadonlySet<number>;
  readonly withUnknown: boolean;
}

/**
 * The pseudo-labels of a round, by face. Of faces of one photo that would have one name, the best keeps it and the others
 * get none. A face that has the name of the round before keeps that record.
 * @param names best name of each face of the pile @param earlier labels of the round before
 */
export function acceptLabels(
  names: readonly BestName[],
  { photoOf }: Pick<Pile, 'photoOf'>,
  { given, earlier }: { readonly given: LabellingRound; readonly earlier: readonly PseudoLabel[] },
): PseudoLabel[] {
  const open = [...names.keys()].filter((face) => !given.barred.has(face));
  const named = namedFaces(names, open, { photoOf, threshold: given.thresholds.identity });
  const kept = new Map(earlier.map((label) => [label.face, label]));
  return open.flatMap((face): PseudoLabel[] => {
    const { identity, score } = names[face] as BestName;
    const passed = named.has(face) ? nameOf(identity, given) : unknownOf(score, given);
    if (passed === undefined) return [];
    const label = {
      face,
      photo: photoOf[face] ?? '',
      round: given.round,
      score,
      source: given.source,
      ...passed,
    };
    const before = kept.get(face);
    return [before !== undefined && isSameName(before, label) ? before : label];
  });
}

/** Faces at or above the threshold, of each photo and identity the best; of equals the first. */
function namedFaces(
  names: readonly BestName[],
  open: readonly number[],
  { photoOf, threshold }: { readonly photoOf: readonly string[]; readonly threshold: number | null },
): Set<number> {
  const bestOf = new Map<string, number>();
  for (const face of open) {
    const { identity, score } = names[face] as BestName;
    if (threshold === null || score < threshold) continue;
    const key = JSON.stringify([photoOf[face], identity]);
    const rival = names[bestOf.get(key) ?? -1];
    if (rival === undefined || score > rival.score) bestOf.set(key, face);
  }
  return new Set(bestOf.values());
}

type Passed = Pick<PseudoLabel, 'named' | 'threshold'>;

function nameOf(place: number, { identities, thresholds }: LabellingRound): Passed | undefined {
  const identity = identities[place];
  if (identity === undefined || thresholds.identity === null) return undefined;
  return { named: { kind: 'identity', identity }, threshold: thresholds.identity };
}

function unknownOf(score: number, { withUnknown, thresholds }: LabellingRound): Passed | undefined {
  if (!withUnknown || thresholds.unknown === null || score > thresholds.unknown) return undefined;
  return { named: { kind: 'unknown' }, threshold: thresholds.unknown };
}

function isSameName({ named: a }: PseudoLabel, { named: b }: PseudoLabel): boolean {
  if (a.kind === 'unknown' || b.kind === 'unknown') return a.kind === b.kind;
  return a.identity === b.identity;
}
