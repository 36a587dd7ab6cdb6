import { QuenError } from '../core/errors.ts';

/** Judges an ensemble of the members named, as by MAP@5: higher is better. It fits weights anew if they are learnt. */
export type Judge = (names: readonly string[]) => number;

/** One line of an ablation. */
export interface AblationRow {
  readonly kind: 'all' | 'alone' | 'without';
  /** The member that is alone or left out; absent for all. */
  readonly name?: string;
  readonly figure: number;
  /** Less what all members reach. */
  readonly difference: number;
  /** Of the members that take part. */
  readonly msPerFace: number;
}

/** The ensemble as a whole, each member alone, and, with two or more, the ensemble without each member. */
export function ablate(
  names: readonly string[],
  judge: Judge,
  msOf: (name: string) => number,
): AblationRow[] {
  const all = judge(names);
  const rowOf = (kind: AblationRow['kind'], kept: readonly string[], name?: string): AblationRow => {
    const figure = kind === 'all' ? all : judge(kept);
    const msPerFace = kept.reduce((sum, member) => sum + msOf(member), 0);
    return { kind, ...(name !== undefined && { name }), figure, difference: figure - all, msPerFace };
  };
  const alone = names.map((name) => rowOf('alone', [name], name));
  const without = names.map((name) => {
    const others = names.filter((other) => other !== name);
    return rowOf('without', others, name);
  });
  return [rowOf('all', names), ...(names.length > 1 ? [...alone, ...without] : [])];
}

/** Up to this many members every subset can be looked at. */
const EXACT_LIMIT = 12;

/** How the smallest ensemble is sought. */
export interface SmallestOptions {
  /** How much less than that of all members the figure may be, from 0. */
  readonly allowedLoss: number;
  /** By default `exact` for up to 12 members. */
  readonly search?: 'exact' | 'greedy';
}

/** A part of an ensemble and what it reaches. */
export interface SmallEnsemble {
  readonly names: readonly string[];
  readonly figure: number;
}

/**
 * The fewest members that reach what all of them reach less an allowance. `exact` looks at every subset, the small ones
 * first, and of the smallest that do takes the best. `greedy` drops, one after the other, the member whose loss costs least.
 * Throws `CONFIG_INVALID` for a negative allowance and for `exact` on more than 12 members.
 */
export function smallestEnsemble(
  names: readonly string[],
  judge: Judge,
  { allowedLoss, search = names.length <= EXACT_LIMIT ? 'exact' : 'greedy' }: SmallestOptions,
): SmallEnsemble {
  if (!(allowedLoss >= 0))
    throw new QuenError('CONFIG_INVALID', `The allowed loss must be a number from 0; got ${allowedLoss}.`);
  if (search === 'exact' && names.length > EXACT_LIMIT)
    throw new QuenError(
      'CONFIG_INVALID',
      `Every subset of ${names.length} members is too many to look at. Search greedily, or give at most ${EXACT_LIMIT}.`,
    );
  const all = { names, figure: judge(names) };
  const floor = all.figure - allowedLoss;
  return search === 'exact' ? exactSearch(all, judge, floor) : greedySearch(all, judge, floor);
}

function exactSearch(all: SmallEnsemble, judge: Judge, floor: number): SmallEnsemble {
  for (let size = 1; size < all.names.length; size++) {
    const best = bestOf(subsets(all.names, size), judge);
    if (best !== undefined && best.figure >= floor) return best;
  }
  return all;
}

function greedySearch(all: SmallEnsemble, judge: Judge, floor: number): SmallEnsemble {
  let kept = all;
  while (kept.names.length > 1) {
    const { names } = kept;
    const best = bestOf(
      names.map((name) => names.filter((other) => other !== name)),
      judge,
    );
    if (best === undefined || best.figure < floor) break;
    kept = best;
  }
  return kept;
}

/** The first of the best. */
function bestOf(candidates: readonly (readonly string[])[], judge: Judge): SmallEnsemble | undefined {
  let best: SmallEnsemble | undefined;
  for (const names of candidates) {
    const figure = judge(names);
    if (best === undefined || figure > best.figure) best = { names, figure };
  }
  return best;
}

function subsets(names: readonly string[], size: number): string[][] {
  if (size === 0) return [[]];
  return names.flatMap((name, i) => subsets(names.slice(i + 1), size - 1).map((rest) => [name, ...rest]));
}
