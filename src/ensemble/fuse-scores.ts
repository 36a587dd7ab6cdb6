import { QuenError } from '../core/errors.ts';
import { type Matrix, row } from '../numerics/matrix.ts';
import { assertAligned, type MemberScores } from './member-scores.ts';
import { type Normaliser, normaliseScores } from './score-normalisation.ts';

/** How members become one: a normaliser and a weight of each, by name. Plain data. */
export interface Ensemble {
  readonly members: readonly EnsembleMember[];
}

/** One member of an ensemble. */
export interface EnsembleMember {
  readonly name: string;
  readonly normaliser: Normaliser;
  /** From 0; the weights of all sum to one. */
  readonly weight: number;
}

/** Scores of several members as one. */
export interface FusedScores {
  /** Shape [P, C]. */
  readonly scores: Matrix;
  /** Probes scored without some members, whose weights went to the others in proportion. */
  readonly incomplete: readonly IncompleteProbe[];
}

/** A probe for which members failed. */
export interface IncompleteProbe {
  readonly probe: number;
  /** Names of the members without scores; those with weight 0 are not missed. */
  readonly absent: readonly string[];
}

/**
 * Weighted means of the normalised scores of an ensemble's members. Where members have no scores of a probe, the weights of
 * the others are scaled to sum to one again, and the result says so. Throws `DIMENSION_MISMATCH` when the members are not
 * those of the ensemble, or no member with a weight has scores of a probe.
 */
export function fuseScores(ensemble: Ensemble, given: readonly MemberScores[]): FusedScores {
  const members = inOrder(ensemble, given);
  const weighted = ensemble.members.flatMap(({ name, normaliser, weight }, k) => {
    const member = members[k] as MemberScores;
    if (weight === 0) return [];
    return [{ name, weight, absent: member.absent, scores: normaliseScores(member, normaliser) }];
  });
  const { rows, cols } = (members[0] as MemberScores).scores;
  const fused = new Float32Array(rows * cols);
  const incomplete: IncompleteProbe[] = [];
  for (let probe = 0; probe < rows; probe++) {
    const present = weighted.filter(({ absent }) => !absent?.has(probe));
    const total = present.reduce((sum, { weight }) => sum + weight, 0);
    if (present.length === 0)
      throw new QuenError('DIMENSION_MISMATCH', `No network has scores of probe ${probe}. Leave it out.`);
    for (const { scores, weight } of present) {
      const share = weight / total;
      row(scores, probe).forEach((score, c) => {
        fused[probe * cols + c] = (fused[probe * cols + c] ?? 0) + share * score;
      });
    }
    if (present.length === weighted.length) continue;
    const absent = weighted.filter((member) => member.absent?.has(probe)).map(({ name }) => name);
    incomplete.push({ probe, absent });
  }
  return { scores: { data: fused, rows, cols }, incomplete };
}

function inOrder({ members }: Ensemble, given: readonly MemberScores[]): MemberScores[] {
  assertAligned(given);
  return members.map(({ name }) => {
    const found = given.find((member) => member.name === name);
    if (found !== undefined) return found;
    throw new QuenError(
      'DIMENSION_MISMATCH',
      `The ensemble needs scores of '${name}'; there are those of ${given.map((member) => `'${member.name}'`).join(', ')}. Give its scores, with the probes it failed on as absent.`,
    );
  });
}
