import type { SkippedFile } from '../../core/identification.ts';
import type { PeopleAndStrangers, PeopleFigures } from './people.ts';

/** What the people at hand do not let measure, a sentence each; nothing where there is nothing to say. */
export function peopleNotes(
  { people, strangers }: PeopleAndStrangers,
  { repeats, asked_fpir }: PeopleFigures,
  skipped: readonly SkippedFile[],
): string[] {
  const [first] = repeats;
  const lone = people.filter(({ photos }) => photos.length < 2).length;
  const withoutMates = repeats.filter((repeat) => repeat.mated_searches === 0).length;
  const withoutStrangers = repeats.filter((repeat) => repeat.non_mated_searches === 0).length;
  const unpromised = repeats.filter((repeat) => !repeat.is_promised).length;
  return [
    ...(lone > 0
      ? [
          `${lone} of ${people.length} people have one photo: they can be enrolled or play a stranger, but nobody can search for them.`,
        ]
      : []),
    ...(withoutMates > 0
      ? [
          `In ${withoutMates} of ${repeats.length} repeats nobody enrolled has a second photo: nothing about finding people is counted there.`,
        ]
      : []),
    ...(withoutStrangers > 0
      ? [
          `In ${withoutStrangers} of ${repeats.length} repeats everybody is enrolled: nothing about strangers is counted there. Give --strangers, or a lower --enrolled-share.`,
        ]
      : []),
    ...(unpromised > 0 && first !== undefined
      ? [
          `A threshold that promises ${percent(asked_fpir)} needs more strangers to be set on than the ${first.calibration_people} there are: it is extrapolated in ${unpromised} of ${repeats.length} repeats.`,
        ]
      : []),
    ...(skipped.length > 0
      ? [
          `${skipped.length === 1 ? '1 photo is a copy of another' : `${skipped.length} photos are copies of others`}, of the same person or of somebody else, and ${skipped.length === 1 ? 'takes' : 'take'} no part.`,
        ]
      : []),
    ...(strangers.length === 0 && withoutStrangers === 0
      ? [
          'Strangers are people of the same folder who are not enrolled in a repeat; strangers from elsewhere may be harder or easier to tell.',
        ]
      : []),
  ];
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
