import { QuenError } from '../core/errors.ts';
import { type Random, seededRandom, shuffled } from '../numerics/random.ts';
import { groupsOfPairs } from '../numerics/union-find.ts';

/** One division of rows into those learnt from and those judged. */
export interface Fold {
  /** Ascending. */
  readonly training: readonly number[];
  /** Ascending. */
  readonly validation: readonly number[];
}

/** One way to cut rows into folds. */
export interface FoldPlan {
  readonly folds: readonly Fold[];
  /** Rows that are in the training part of every fold and validated in none, ascending. */
  readonly alwaysTraining: readonly number[];
}

/** How rows are cut. */
export interface FoldOptions {
  /** From 2. */
  readonly foldCount: number;
  /** Plans to make, each cut anew. */
  readonly repeatCount: number;
  readonly seed: number;
  /** Rows that may not be on different sides, such as near-duplicates; what pairs hold together is one group. */
  readonly together?: Iterable<readonly [number, number]>;
}

/** Folds and repeats of the method, not stratified. */
export const METHOD_FOLDS = { foldCount: 5, repeatCount: 30 } as const;

/**
 * Plain k-fold: rows are shuffled and cut into parts that differ by one row at most. Ignores people. Throws
 * `CONFIG_INVALID`.
 */
export function plainFolds(rowCount: number, options: Omit<FoldOptions, 'together'>): FoldPlan[] {
  assertEnough(rowCount, 'rows', options);
  return repeats(options, (random) => {
    const foldOf = new Int32Array(rowCount);
    shuffled([...foldOf.keys()], random).forEach((place, i) => {
      foldOf[place] = Math.floor((i * options.foldCount) / rowCount);
    });
    return planOf(foldOf, options.foldCount);
  });
}

/**
 * Folds in which the rows of each identity are spread as evenly as groups allow, and everybody validated is
 * also learnt. So whoever has one photo, or one group of near-duplicates, is learnt in every fold and validated
 * in none: see `alwaysTraining`. Throws `CONFIG_INVALID`, also when nobody has two photos.
 * @param identityOf shape [N]
 */
export function stratifiedFolds(identityOf: Int32Array, options: FoldOptions): FoldPlan[] {
  assertEnough(identityOf.length, 'rows', options);
  const groups = groupsOf(identityOf, options.together ?? []);
  return repeats(options, (random) => {
    const foldOfGroup = spread(groups, options.foldCount, random);
    keepEverybodyLearnt(groups, foldOfGroup);
    const plan = planOf(
      groups.groupOf.map((group) => foldOfGroup[group] as number),
      options.foldCount,
    );
    if (plan.alwaysTraining.length === identityOf.length)
      throw new QuenError(
        'CONFIG_INVALID',
        'Nobody has two photos that differ, so nobody can be left out and still be known. Add photos, or use person-disjoint folds.',
      );
    return plan;
  });
}

/**
 * Folds in which nobody is on both sides: for strangers, who must be new to what judges them. People whose
 * photos are held together go together. Throws `CONFIG_INVALID` when there are fewer people than folds.
 * @param personOf shape [N]
 */
export function personDisjointFolds(personOf: Int32Array, options: FoldOptions): FoldPlan[] {
  const firstOf = new Map<number, number>();
  personOf.forEach((person, place) => {
    if (!firstOf.has(person)) firstOf.set(person, place);
  });
  const ofPeople = [...personOf].map((person, place) => [firstOf.get(person) ?? place, place] as const);
  const groupOf = groupsOfPairs(personOf.length, [...ofPeople, ...(options.together ?? [])]);
  const sizes = sizesOf(groupOf);
  assertEnough(sizes.length, 'people', options);
  return repeats(options, (random) => {
    const foldOfGroup = new Int32Array(sizes.length);
    const load = new Float64Array(options.foldCount);
    // Largest first, so that the small ones even out what the large ones leave.
    const order = shuffled([...sizes.keys()], random).sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0));
    for (const group of order) {
      const fold = load.indexOf(Math.min(...load));
      foldOfGroup[group] = fold;
      load[fold] = (load[fold] ?? 0) + (sizes[group] ?? 0);
    }
    return planOf(
      groupOf.map((group) => foldOfGroup[group] as number),
      options.foldCount,
    );
  });
}

/** The fold of a row that is always learnt from. */
const ALWAYS_TRAINING = -1;

/** Rows in groups, and who is in each. */
interface Groups {
  /** Group of each row, shape [N]. */
  readonly groupOf: Int32Array;
  readonly sizes: Int32Array;
  /** Identities in each group. */
  readonly identitiesIn: readonly (readonly number[])[];
  /** Groups of each identity that occurs. */
  readonly groupsOfIdentity: ReadonlyMap<number, readonly number[]>;
}

function groupsOf(identityOf: Int32Array, together: Iterable<readonly [number, number]>): Groups {
  const groupOf = groupsOfPairs(identityOf.length, together);
  const sizes = sizesOf(groupOf);
  const identitiesIn = [...sizes].map(() => new Set<number>());
  const groupsOfIdentity = new Map<number, Set<number>>();
  groupOf.forEach((group, place) => {
    const identity = identityOf[place] as number;
    identitiesIn[group]?.add(identity);
    groupsOfIdentity.set(identity, (groupsOfIdentity.get(identity) ?? new Set()).add(group));
  });
  return {
    groupOf,
    sizes,
    identitiesIn: identitiesIn.map((identities) => [...identities]),
    groupsOfIdentity: new Map([...groupsOfIdentity].map(([identity, groups]) => [identity, [...groups]])),
  };
}

/** Gives each group the fold with the fewest groups of its identities, of equals the one with the fewest rows. */
function spread(groups: Groups, foldCount: number, random: Random): Int32Array {
  const foldOfGroup = new Int32Array(groups.sizes.length).fill(ALWAYS_TRAINING);
  const rowsIn = new Float64Array(foldCount);
  const identities = [...groups.groupsOfIdentity.keys()];
  const countsOf = new Map(identities.map((identity) => [identity, new Float64Array(foldCount)]));
  const order = shuffled(identities, random).flatMap((identity) =>
    shuffled(groups.groupsOfIdentity.get(identity) ?? [], random),
  );
  for (const group of new Set(order)) {
    const counts = (groups.identitiesIn[group] ?? []).flatMap((identity) => countsOf.get(identity) ?? []);
    const fold = emptiestFold(counts, rowsIn);
    foldOfGroup[group] = fold;
    for (const count of counts) count[fold] = (count[fold] ?? 0) + 1;
    rowsIn[fold] = (rowsIn[fold] ?? 0) + (groups.sizes[group] ?? 0);
  }
  return foldOfGroup;
}

function emptiestFold(counts: readonly Float64Array[], rowsIn: Float64Array): number {
  const groupsIn = rowsIn.map((_, fold) => counts.reduce((sum, count) => sum + (count[fold] ?? 0), 0));
  const fewest = Math.min(...groupsIn);
  const candidates = [...groupsIn.keys()].filter((fold) => groupsIn[fold] === fewest);
  return candidates.reduce((best, fold) => ((rowsIn[fold] ?? 0) < (rowsIn[best] ?? 0) ? fold : best));
}

/**
 * Pins one group of each identity that is in one fold only; a group that is pinned takes nothing from anybody
 * else.
 */
function keepEverybodyLearnt({ groupsOfIdentity }: Groups, foldOfGroup: Int32Array): void {
  for (const groups of groupsOfIdentity.values()) {
    const folds = new Set(groups.map((group) => foldOfGroup[group]));
    if (folds.size === 1) foldOfGroup[groups[0] as number] = ALWAYS_TRAINING;
  }
}

function sizesOf(groupOf: Int32Array): Int32Array {
  const sizes = new Int32Array(groupOf.reduce((most, group) => Math.max(most, group + 1), 0));
  for (const group of groupOf) sizes[group] = (sizes[group] ?? 0) + 1;
  return sizes;
}

function planOf(foldOf: Int32Array, foldCount: number): FoldPlan {
  const places = [...foldOf.keys()];
  return {
    folds: Array.from({ length: foldCount }, (_, fold) => ({
      training: places.filter((place) => foldOf[place] !== fold),
      validation: places.filter((place) => foldOf[place] === fold),
    })),
    alwaysTraining: places.filter((place) => foldOf[place] === ALWAYS_TRAINING),
  };
}

function repeats({ repeatCount, seed }: FoldOptions, cut: (random: Random) => FoldPlan): FoldPlan[] {
  const random = seededRandom(seed);
  return Array.from({ length: repeatCount }, () => cut(random));
}

function assertEnough(count: number, what: string, { foldCount }: FoldOptions): void {
  if (Number.isInteger(foldCount) && foldCount >= 2 && foldCount <= count) return;
  throw new QuenError(
    'CONFIG_INVALID',
    `${count} ${what} cannot be cut into ${foldCount} folds. Use a whole number from 2 to the number of ${what}.`,
  );
}
