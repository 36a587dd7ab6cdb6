import type { CollectionFinding, CollectionProposal, NamedPerson } from '../../../collections/findings.ts';
import type { Finding, FindingGrounds, GroundedFinding } from '../../../core/audit-finding.ts';

/** Ids of the people a finding names. */
export function peopleIn({ people, evidence, proposal, grounds }: GroundedFinding): string[] {
  const proposed = proposal.kind === 'merge' ? [proposal.from, proposal.into] : [];
  const grounding: string[] = [];
  groundsOf(grounds, (person) => grounding.push(person));
  return [...people, ...evidence.map(({ person }) => person), ...proposed, ...grounding];
}

/** A finding as the service tells it. @param names of people by id; whoever has none was removed since */
export function toldFinding(
  { kind, confidence, people, photos, evidence, proposal, reason, grounds }: GroundedFinding,
  names: ReadonlyMap<string, string>,
): CollectionFinding {
  const named = (personId: string): NamedPerson => ({ personId, name: names.get(personId) ?? '' });
  const inWords = (text: string): string =>
    [...names].reduce((words, [personId, name]) => words.replaceAll(personId, name), text);
  return {
    id: `${kind}:${[...people, ...photos].join(':').slice(0, 200)}`,
    kind,
    confidence,
    people: people.map(named),
    faceIds: photos,
    evidence: evidence.map(({ photo, person, score }) => ({ faceId: photo, personId: person, score })),
    proposal: proposalOf(proposal, named, inWords),
    reason: inWords(reason),
    grounds: groundsOf(grounds, named),
  };
}

function proposalOf(
  proposal: Finding['proposal'],
  named: (personId: string) => NamedPerson,
  inWords: (text: string) => string,
): CollectionProposal {
  switch (proposal.kind) {
    case 'move':
      return proposal.isNew
        ? { kind: 'move-to-new', faceIds: proposal.photos, name: inWords(proposal.person) }
        : { kind: 'move', faceIds: proposal.photos, to: named(proposal.person) };
    case 'set-aside':
      return { kind: 'set-aside', faceIds: proposal.photos };
    case 'merge':
      return { kind: 'merge', from: named(proposal.from), into: named(proposal.into) };
    case 'none':
      return { kind: 'none' };
  }
}

function groundsOf<Person>(
  grounds: FindingGrounds,
  named: (personId: string) => Person,
): FindingGrounds<Person> {
  switch (grounds.kind) {
    case 'unlike-own': {
      const { other, person, ...rest } = grounds;
      const rival = other && { ...other, person: named(other.person) };
      return { ...rest, person: named(person), ...(rival && { other: rival }) };
    }
    case 'unlike-each-other':
      return { ...grounds, person: named(grounds.person) };
    case 'alike': {
      const [first, second] = grounds.people;
      return { ...grounds, people: [named(first), named(second)] };
    }
    case 'falls-apart': {
      const { like, person, ...rest } = grounds;
      const known = like && { ...like, person: named(like.person) };
      return { ...rest, person: named(person), ...(known && { like: known }) };
    }
    case 'repeated':
      return grounds;
    case 'shared': {
      const { people, owner, ...rest } = grounds;
      const known = owner && { ...owner, person: named(owner.person) };
      return { ...rest, people: people.map(named), ...(known && { owner: known }) };
    }
  }
}
