import type { FindingGrounds, LabelRule } from '../core/audit-finding.ts';

/** What a finding rests on, in a plain sentence or two. */
export function groundsInEnglish(grounds: FindingGrounds): string {
  switch (grounds.kind) {
    case 'unlike-own':
      return `${likeness(grounds)} ${agreement(grounds.agreeing)}`;
    case 'unlike-each-other': {
      const { person, score } = grounds;
      return `The two photos of ${person} are not like each other (score ${scoreText(score)}) and not like anybody else's. They tell no more: look which of them is ${person}.`;
    }
    case 'alike': {
      const { people, score, isOutside } = grounds;
      const outside = isOutside ? ', of whom one is a stranger handed in,' : '';
      return `The photos of ${people.join(' and of ')}${outside} have a mean score of ${scoreText(score)} with each other, as photos of one person have. It may be one person under two names, or a wrong photo that is all one of the folders holds.`;
    }
    case 'falls-apart':
      return parts(grounds);
    case 'repeated': {
      const { isSameFile, count } = grounds;
      return `${sameness(isSameFile)} ${count} times in this folder. One is enough: the ${isSameFile ? 'first' : 'largest'} stays.`;
    }
    case 'shared':
      return ownership(grounds);
  }
}

type Grounds<Kind extends FindingGrounds['kind']> = Extract<FindingGrounds, { kind: Kind }>;

function likeness({ person, score, other, isNobodys }: Grounds<'unlike-own'>): string {
  const notOwn = `Its mean score with the other photos of ${person} is ${scoreText(score)}`;
  if (other === undefined) return `${notOwn}, too low for one person.`;
  if (isNobodys)
    return `${notOwn}, and with ${other.person}, whom it is most like, ${scoreText(other.score)}: neither is enough for one person, so this is somebody without a folder, or not a face.`;
  const outside = other.isOutside ? ', a stranger handed in' : '';
  return `${notOwn}; with those of ${other.person}${outside} it is ${scoreText(other.score)}.`;
}

const RULES: Readonly<Record<LabelRule, string>> = {
  'confident-learning': 'confident learning',
  'nearest-photos': 'the distance of the nearest photos',
};

/** Whether other rules say so too. */
function agreement(agreeing: readonly LabelRule[]): string {
  if (agreeing.length === 0) return 'No other rule says so.';
  const verb = agreeing.length === 1 ? 'says' : 'say';
  return `So ${verb} ${agreeing.map((rule) => RULES[rule]).join(' and ')}.`;
}

function parts({ person, larger, smaller, score, like }: Grounds<'falls-apart'>): string {
  const told = like ? ` The ${like.count} are like ${like.person} (${scoreText(like.score)}).` : '';
  return `The photos of ${person} fall into ${larger} and ${smaller} that have a mean score of ${scoreText(score)} with each other, as photos of two people have.${told}`;
}

function ownership({ isSameFile, people, owner }: Grounds<'shared'>): string {
  const verdict = owner
    ? `It fits the other photos of ${owner.person} best (mean score ${scoreText(owner.score)}).`
    : 'Which of them it shows cannot be told from their other photos.';
  return `${sameness(isSameFile)} under ${people.join(' and ')}. ${verdict}`;
}

function sameness(isSameFile: boolean): string {
  return isSameFile ? 'The same file stands' : 'What looks like the same picture stands';
}

function scoreText(score: number): string {
  return score.toFixed(2);
}
