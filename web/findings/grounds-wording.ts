import type { Finding } from '../api/types.ts';
import type { Text } from '../text/english.ts';

type Grounds = Finding['grounds'];
type GroundsOf<Kind extends Grounds['kind']> = Extract<Grounds, { kind: Kind }>;

/** How grounds are put in words: the texts in use, and how they write a score. */
export interface GroundsWording {
  readonly text: Text;
  readonly score: (value: number) => string;
}

/** Why a finding is made, in a plain sentence or two. */
export function reasonOf({ grounds, people }: Finding, wording: GroundsWording): string {
  const { text, score } = wording;
  const { because } = text.findings;
  switch (grounds.kind) {
    case 'unlike-own':
      return `${likeness(grounds, wording)} ${agreement(grounds, text)}`;
    case 'unlike-each-other':
      return because.unlikeEachOther(nameOf(grounds.person, text), score(grounds.score));
    case 'alike': {
      const [one, other] = grounds.people;
      return because.alike(nameOf(one, text), nameOf(other, text), score(grounds.score));
    }
    case 'falls-apart':
      return parts(grounds, wording);
    case 'repeated':
      return because.repeated(grounds.count, nameOf(people[0], text));
    case 'shared':
      return ownership(grounds, wording);
  }
}

function nameOf(person: { readonly name: string } | undefined, text: Text): string {
  return person === undefined || person.name === '' ? text.common.somebody : person.name;
}

function likeness(grounds: GroundsOf<'unlike-own'>, { text, score }: GroundsWording): string {
  const { because } = text.findings;
  const own = because.ownScore(nameOf(grounds.person, text), score(grounds.score));
  const { other, isNobodys } = grounds;
  if (other === undefined) return because.tooLow(own);
  return (isNobodys ? because.nobodys : because.others)(own, nameOf(other.person, text), score(other.score));
}

/** Which other rules say so too. */
function agreement({ agreeing }: GroundsOf<'unlike-own'>, { findings: { because } }: Text): string {
  if (agreeing.length === 0) return because.alone;
  const rules = agreeing.map((rule) => because.rules[rule]).join(because.and);
  return because.agreed(`${rules.charAt(0).toUpperCase()}${rules.slice(1)}`, agreeing.length);
}

function parts(
  { person, larger, smaller, score: across, like }: GroundsOf<'falls-apart'>,
  { text, score }: GroundsWording,
): string {
  const { because } = text.findings;
  const told = because.fallsApart(nameOf(person, text), { larger, smaller }, score(across));
  return like ? `${told} ${because.like(like.count, nameOf(like.person, text), score(like.score))}` : told;
}

function ownership({ people, owner }: GroundsOf<'shared'>, { text, score }: GroundsWording): string {
  const { because } = text.findings;
  const shared = because.shared(people.map((person) => nameOf(person, text)).join(because.and));
  const verdict = owner ? because.fits(nameOf(owner.person, text), score(owner.score)) : because.fitsNobody;
  return `${shared} ${verdict}`;
}
