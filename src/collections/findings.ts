import type { FindingGrounds, FindingKind, Proposal } from '../core/audit-finding.ts';

/** What a person settled: that nothing is wrong with it. By the ids it is about, so that it is not asked again. */
export interface Settlement {
  readonly about: 'label' | 'same-person' | 'two-people' | 'copies';
  /** Of faces and people, sorted. */
  readonly ids: readonly string[];
}

/** Somebody a finding is about. */
export interface NamedPerson {
  readonly personId: string;
  readonly name: string;
}

/** What would mend a finding. */
export type CollectionProposal =
  | { readonly kind: 'move'; readonly faceIds: readonly string[]; readonly to: NamedPerson }
  /** The person does not exist yet. */
  | { readonly kind: 'move-to-new'; readonly faceIds: readonly string[]; readonly name: string }
  | { readonly kind: 'set-aside'; readonly faceIds: readonly string[] }
  | { readonly kind: 'merge'; readonly from: NamedPerson; readonly into: NamedPerson }
  | { readonly kind: Extract<Proposal['kind'], 'none'> };

/** Something in a collection that a person should look at. */
export interface CollectionFinding {
  /** The same as long as it is about the same faces and people. */
  readonly id: string;
  readonly kind: FindingKind;
  /** How likely it is so, in [0, 1]. */
  readonly confidence: number;
  /** The one to look at first. */
  readonly people: readonly NamedPerson[];
  readonly faceIds: readonly string[];
  /** Faces that speak for it, with their cosine to the face or person in question. */
  readonly evidence: readonly {
    readonly faceId: string;
    readonly personId: string;
    readonly score: number;
  }[];
  readonly proposal: CollectionProposal;
  /** Why, in English, with names. */
  readonly reason: string;
  /** The same as data, to be worded in another language. */
  readonly grounds: FindingGrounds<NamedPerson>;
}

/** What "no, all is well" to a finding settles. */
export function settlementOf({
  kind,
  people,
  faceIds,
}: {
  readonly kind: FindingKind;
  readonly people: readonly string[];
  readonly faceIds: readonly string[];
}): Settlement {
  const [person = '', other = ''] = people;
  switch (kind) {
    case 'wrong-person':
    case 'far-from-everybody':
      return settlement('label', [faceIds[0] ?? '', person]);
    case 'same-person':
      return settlement('same-person', [person, other]);
    case 'two-people':
      // More faces of that part are the same question again.
      return settlement('two-people', [person, [...faceIds].sort()[0] ?? '']);
    default:
      return settlement('copies', faceIds);
  }
}

/** A settlement as one text: equal where it is the same. */
export function settlementKey({ about, ids }: Settlement): string {
  return `${about}:${ids.join(':')}`;
}

function settlement(about: Settlement['about'], ids: readonly string[]): Settlement {
  return { about, ids: [...ids].sort() };
}
