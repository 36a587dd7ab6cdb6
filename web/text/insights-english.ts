import { faces, people, photos } from './english-counts.ts';

/** Texts of the pages that look at a whole collection: evidence, findings, figures, jobs. */
export const INSIGHTS_ENGLISH = {
  evidence: {
    seen: (widthPx: number, detection: string) =>
      `The face is ${widthPx} px wide and was found with ${detection}.`,
    votes: (votes: string) => `Each network alone, with the most alike photo: ${votes}.`,
    rules: {
      blend: 'A person scores the mean of their nearest photo and of all their photos together.',
      mean: 'A person scores by all their photos together.',
      nearest: 'A person scores by their nearest photo.',
    },
  },
  findings: {
    title: 'Is everybody right?',
    lead: 'What looks wrong among the people, surest first: wrong names, doubles, mixtures, the same picture twice.',
    again: 'Look again',
    looking: 'Comparing everybody with everybody …',
    empty: 'Nothing looks wrong.',
    sure: (percent: string) => `${percent} likely to be so`,
    yes: 'Yes, mend it',
    no: 'No, all is well',
    inQuestion: 'In question',
    comparedWith: 'Compared with',
    faceNumber: (place: number) => `Face ${place} in question`,
    more: (count: number) => `and ${faces(count)} more`,
    keys: 'Keys: y yes, n no (is not asked again), ? not sure, arrows move, x select (shift for a range), g grid, z undo',
    asks: {
      wrongPerson: (person: string, other: string) => `Is this ${other}, not ${person}?`,
      farFromEverybody: (person: string) => `Is this somebody other than ${person}?`,
      samePerson: (person: string, other: string) => `Are ${person} and ${other} one person?`,
      twoPeople: (person: string) => `Are there two people under the name ${person}?`,
      copies: (names: readonly string[]) => `Is this the same picture? (${names.join(', ')})`,
    },
    does: {
      move: (count: number, name: string) => `Yes moves ${faces(count)} to ${name}.`,
      moveToNew: (count: number, name: string) => `Yes moves ${faces(count)} to a new person, ${name}.`,
      free: 'Yes sets the face free; it can be named as somebody else.',
      setAside: (count: number) => `Yes puts ${faces(count)} aside; one picture stays.`,
      merge: (from: string, into: string) => `Yes makes ${from} part of ${into}.`,
      none: 'Nothing can be proposed. Look at the people, or say no.',
    },
  },
  figures: {
    title: 'How sure is it?',
    lead: 'Judged on the people who are enrolled: each is searched as a stranger and as a new photo. Up to date with every change.',
    measuring: 'Measuring …',
    empty: 'Enrol at least two people to see figures.',
    expect: 'What to expect',
    judgedOn: (who: number, mated: number, strangers: number) =>
      `Judged on ${people(who)}: ${mated.toLocaleString('en')} searches of somebody enrolled, ${strangers.toLocaleString('en')} of strangers.`,
    perThousand: 'Per 1,000 photos, with 95 % intervals',
    inUse: 'in use',
    notKnown: 'not known',
    between: (low: string, high: string) => `(${low} to ${high})`,
    columns: {
      threshold: 'Threshold',
      strangersNamed: 'Strangers named',
      recognised: 'Enrolled people recognised',
      takenForAnother: 'Taken for another',
    },
    plots: {
      scores: {
        title: 'Scores of enrolled people and of strangers',
        explanation:
          'Right of the line a face gets a name, left of it the answer is unknown. The less the hills overlap, the easier the task.',
      },
      'dir-fpir': {
        title: 'Named right, against strangers named',
        explanation:
          'A stricter threshold lies further left: fewer strangers are named, and fewer of the enrolled. The dot is the threshold in use; the band is where the line could as well lie.',
      },
      reliability: {
        title: 'How far probabilities can be believed',
        explanation:
          'On the diagonal as many were right as was said; below it probabilities promise too much. Learnt from other people than those who are shown.',
      },
    },
  },
  jobs: {
    title: 'Many photos',
    lead: 'Choose many photos, or drop more than twenty anywhere. The service works through them, also when this page is closed.',
    choose: 'Choose photos',
    empty: 'No batch yet.',
    progress: 'Progress',
    kinds: {
      identify: (count: number, when: string) => `Searching ${photos(count)}, ${when}`,
      enrol: (count: number, when: string) => `Enrolling ${photos(count)}, ${when}`,
    },
    states: { waiting: 'Waiting', running: 'Running', done: 'Done', stopped: 'Stopped' },
    done: (count: number, total: number) =>
      `${count.toLocaleString('en')} of ${total.toLocaleString('en')} done.`,
    failed: (count: number) => `${photos(count)} could not be used.`,
    sending: (count: number, total: number) =>
      `Sent ${count.toLocaleString('en')} of ${total.toLocaleString('en')}; keep the page open until all are sent.`,
    refused: (count: number) => `${photos(count)} were not taken.`,
    heldUp: (code: string) => `Held up by ${code}; it is tried again by itself.`,
    show: 'Show results',
    hide: 'Hide results',
    results: 'Results',
    noResults: 'No result yet.',
    stop: 'Stop',
    stopped: 'Stopped. What was found stays.',
    remove: 'Remove from the list',
    enrolled: 'Enrolled',
    erased: 'The person was erased',
  },
};
