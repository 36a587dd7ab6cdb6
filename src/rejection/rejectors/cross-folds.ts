import { seededRandom, shuffled } from '../../numerics/random.ts';

/** What one fold is judged on and not learnt from. */
export interface HeldOut {
  /** Rows of templates, ascending; each one's identity has others left. */
  readonly templates: readonly number[];
  /** Rows of strangers, ascending; whoever is in it is in no other fold. */
  readonly strangers: readonly number[];
}

/**
 * Cuts templates and strangers for learning over rejectors. The templates of an identity are dealt to the folds in turn,
 * from a random fold on; an identity of one template stays learnt in all. Strangers are dealt by person.
 * @param identityOf shape [N] @param personOf shape [M]
 */
export function crossFolds(
  identityOf: Int32Array,
  personOf: Int32Array,
  { foldCount, seed }: { readonly foldCount: number; readonly seed: number },
): HeldOut[] {
  const random = seededRandom(seed);
  const counts = new Map<number, number>();
  for (const identity of identityOf) counts.set(identity, (counts.get(identity) ?? 0) + 1);
  const next = new Map([...counts.keys()].map((identity) => [identity, Math.floor(random() * foldCount)]));
  const folds = Array.from({ length: foldCount }, () => ({
    templates: [] as number[],
    strangers: [] as number[],
  }));
  identityOf.forEach((identity, n) => {
    const fold = next.get(identity) ?? 0;
    next.set(identity, (fold + 1) % foldCount);
    if ((counts.get(identity) ?? 0) > 1) folds[fold]?.templates.push(n);
  });
  const people = shuffled([...new Set(personOf)], random);
  const foldOf = new Map(people.map((person, place) => [person, place % foldCount]));
  personOf.forEach((person, n) => {
    folds[foldOf.get(person) ?? 0]?.strangers.push(n);
  });
  return folds;
}
