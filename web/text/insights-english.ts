import { faces, people, photos } from './english-counts.ts';

/** Texts of the pages that look at a whole collection: how it decides, evidence, findings, figures, jobs. */
export const INSIGHTS_ENGLISH = {
  status: {
    title: 'How answers are decided',
    threshold: (value: string) => `Threshold ${value}`,
    calibrating: 'Learning from the last change …',
    ready: 'Up to date',
    promised: (rate: string, count: number) =>
      `A face is named from this score on. At most ${rate} of strangers are named by mistake, judged on ${people(count)}.`,
    notPromised: (rate: string, count: number) =>
      `The aim is at most ${rate} of strangers named by mistake. ${people(count)} are too few to promise it; add more.`,
    measured: (rate: string, low: string, high: string) =>
      `Measured with people left out as strangers: ${rate} named by mistake (${low} to ${high} with 95 % confidence).`,
  },
  evidence: {
    seen: (widthPx: number, detection: string) =>
      `The face is ${widthPx} px wide and was found with ${detection}.`,
    quality: (overall: string, words: string) => `Quality ${overall}: ${words}.`,
    overallQuality: (overall: string) => `Quality of the face: ${overall}`,
    qualities: {
      sharp: 'sharp',
      soft: 'a little soft',
      blurred: 'blurred',
      frontal: 'frontal',
      turned: (degrees: number) => `turned by ${degrees}°`,
      wellLit: 'well lit',
      badlyLit: 'badly lit',
      dark: 'dark',
      light: 'too light',
      faint: 'faint',
      tiny: 'very small',
      drawing: 'like a drawing',
    },
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
    why: 'Why',
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
    because: {
      ownScore: (person: string, score: string) =>
        `Its mean score with the other photos of ${person} is ${score}`,
      tooLow: (own: string) => `${own}, too low for one person.`,
      nobodys: (own: string, other: string, score: string) =>
        `${own}, and with ${other}, whom it is most like, ${score}: neither is enough for one person, so this is somebody who is not enrolled, or not a face.`,
      others: (own: string, other: string, score: string) => `${own}; with those of ${other} it is ${score}.`,
      alone: 'No other rule says so.',
      agreed: (rules: string, count: number) => `${rules} ${count === 1 ? 'says' : 'say'} so too.`,
      rules: {
        'confident-learning': 'confident learning',
        'nearest-photos': 'the distance of the nearest photos',
      },
      unlikeEachOther: (person: string, score: string) =>
        `The two photos of ${person} are not like each other (score ${score}) and not like anybody else's. They tell no more: look which of them is ${person}.`,
      alike: (one: string, other: string, score: string) =>
        `The photos of ${one} and of ${other} have a mean score of ${score} with each other, as photos of one person have. It may be one person under two names, or a wrong photo that is all one of them has.`,
      fallsApart: (person: string, parts: { larger: number; smaller: number }, score: string) =>
        `The photos of ${person} fall into ${parts.larger} and ${parts.smaller} that have a mean score of ${score} with each other, as photos of two people have.`,
      like: (count: number, person: string, score: string) => `The ${count} are like ${person} (${score}).`,
      repeated: (count: number, person: string) =>
        `What looks like the same picture stands ${count} times under ${person}. One is enough: the largest stays.`,
      shared: (names: string) => `What looks like the same picture stands under ${names}.`,
      fits: (person: string, score: string) =>
        `It fits the other photos of ${person} best (mean score ${score}).`,
      fitsNobody: 'Which of them it shows cannot be told from their other photos.',
      and: ' and ',
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
