import { QuenError } from '../core/errors.ts';
import type { Matrix } from '../numerics/matrix.ts';

/** What one network or head says of some probes. */
export interface MemberScores {
  /** Of the network or head. */
  readonly name: string;
  /** Higher is more alike; shape [P, C], the same probes and identities for every member. */
  readonly scores: Matrix;
  /** Probes for which it failed; their rows are passed over. */
  readonly absent?: ReadonlySet<number>;
}

/** Scores of searches whose answer is known, by members that had not learnt from these photos. */
export interface OutOfFoldScores {
  /** None with absent probes. */
  readonly members: readonly MemberScores[];
  /** Column of the right identity, -1 for a stranger, shape [P]. */
  readonly truth: Int32Array;
  /** Who is in each probe: photos of one person, enrolled or stranger, bear one number, shape [P]. */
  readonly personOf: Int32Array;
}

/** Weight of each probe so that a person weighs 1, shape [P]. */
export function personWeights(personOf: Int32Array): Float64Array {
  const counts = new Map<number, number>();
  for (const person of personOf) counts.set(person, (counts.get(person) ?? 0) + 1);
  return Float64Array.from(personOf, (person) => 1 / (counts.get(person) ?? 1));
}

/** Throws `DIMENSION_MISMATCH` unless there are members, all with scores of the same probes and identities. */
export function assertAligned(members: readonly MemberScores[]): void {
  const [first] = members;
  if (first === undefined)
    throw new QuenError('DIMENSION_MISMATCH', 'An ensemble needs at least one network or head.');
  for (const { name, scores } of members) {
    if (scores.rows === first.scores.rows && scores.cols === first.scores.cols) continue;
    throw new QuenError(
      'DIMENSION_MISMATCH',
      `'${name}' scores ${scores.rows} probes by ${scores.cols} identities, '${first.name}' ${first.scores.rows} by ${first.scores.cols}. Score the same photos with all of them.`,
    );
  }
}

/** Throws `DIMENSION_MISMATCH` for out-of-fold scores that nothing can be learnt from. */
export function assertLearnable({ members, truth, personOf }: OutOfFoldScores): void {
  assertAligned(members);
  const { rows, cols } = (members[0] as MemberScores).scores;
  const problem =
    truth.length !== rows || personOf.length !== rows
      ? `There are scores of ${rows} probes, answers for ${truth.length} and people for ${personOf.length}.`
      : !truth.some((identity) => identity >= 0)
        ? 'None of the probes shows somebody who is enrolled.'
        : truth.some((identity) => identity >= cols)
          ? `A probe shows an identity that is not one of the ${cols}.`
          : members.some(({ absent }) => (absent?.size ?? 0) > 0)
            ? 'A member lacks scores of some probes. Leave those probes out.'
            : undefined;
  if (problem !== undefined)
    throw new QuenError('DIMENSION_MISMATCH', `${problem} Weights cannot be learnt.`);
}
