import type { Finding } from '../api/types.ts';
import type { Text } from '../text/english.ts';

/** The question that a finding puts. */
export function questionOf({ kind, people }: Finding, text: Text): string {
  const [first = text.common.somebody, second = text.common.somebody] = people.map(({ name }) => name);
  const { asks } = text.findings;
  switch (kind) {
    case 'wrong-person':
      return asks.wrongPerson(first, second);
    case 'far-from-everybody':
      return asks.farFromEverybody(first);
    case 'same-person':
      return asks.samePerson(first, second);
    case 'two-people':
      return asks.twoPeople(first);
    default:
      return asks.copies(people.map(({ name }) => name));
  }
}

/** What "yes" does. */
export function deedOf({ proposal, kind }: Finding, text: Text): string {
  const { does } = text.findings;
  switch (proposal.kind) {
    case 'move':
      return does.move(proposal.faceIds.length, proposal.to.name);
    case 'move-to-new':
      return does.moveToNew(proposal.faceIds.length, proposal.name);
    case 'set-aside':
      return kind === 'far-from-everybody' ? does.free : does.setAside(proposal.faceIds.length);
    case 'merge':
      return does.merge(proposal.from.name, proposal.into.name);
    case 'none':
      return does.none;
  }
}
