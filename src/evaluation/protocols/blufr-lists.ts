import { QuenError } from '../../core/errors.ts';
import type { BlufrTrial } from './blufr.ts';
import { countPairs } from './pair-rates.ts';
import type { ProtocolPhoto } from './person-photos.ts';

/**
 * Reads one list of BLUFR's toolkit (`gallery_set.txt`, `probe_set.txt`): a line with the number of trials; then for each trial a
 * line with the number of its photos and a line for each of them, `index, filename`. Indexes are passed over: file names say
 * enough. Throws `TABLE_INVALID` with the line.
 * @param origin named in errors @returns the file names of each trial
 */
export function parseBlufrList(text: string, origin: string): string[][] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
  let at = 0;
  const countHere = (what: string): number => {
    const line = lines[at++] ?? '';
    if (!/^\s*[1-9]\d*\s*$/.test(line)) throw invalid(origin, at, `'${line}' is not a number of ${what}`);
    return Number(line);
  };
  const photoHere = (): string => {
    const line = lines[at++] ?? '';
    const [, name] = /^\s*\d+\s*,\s*(\S(?:.*\S)?)\s*$/.exec(line) ?? [];
    if (name === undefined)
      throw invalid(origin, at, `'${line}' should be an index, a comma and a file name`);
    return name;
  };
  const trialCount = countHere('trials');
  const trials = Array.from({ length: trialCount }, () =>
    Array.from({ length: countHere('photos') }, photoHere),
  );
  if (at < lines.length)
    throw invalid(origin, at + 1, `There is more than the ${trialCount} trials it promises`);
  return trials;
}

/**
 * The trials that lists say. Throws `TABLE_INVALID` where they are not of equally many trials, name photos that are not
 * there, enrol a person twice, or hold no pairs of one person or of two.
 * @param photos all there are; the end of a name after its last slash is what lists call it @param origin named in errors
 */
export function blufrTrials(
  lists: {
    readonly gallery: readonly (readonly string[])[];
    readonly probes: readonly (readonly string[])[];
  },
  photos: readonly ProtocolPhoto[],
  origin: string,
): BlufrTrial[] {
  if (lists.gallery.length !== lists.probes.length)
    throw unusable(
      origin,
      `the gallery is of ${lists.gallery.length} trials, the probes are of ${lists.probes.length}`,
    );
  const byFile = new Map(photos.map((photo) => [photo.photo.slice(photo.photo.lastIndexOf('/') + 1), photo]));
  const find = (file: string): ProtocolPhoto => {
    const photo = byFile.get(file);
    if (photo === undefined) throw unusable(origin, `${file} is not among the photos`);
    return photo;
  };
  return lists.gallery.map((gallery, t) => {
    const trial = { gallery: gallery.map(find), probes: (lists.probes[t] ?? []).map(find) };
    assertTrial(trial, `${origin}, trial ${t + 1}`);
    return trial;
  });
}

function assertTrial({ gallery, probes }: BlufrTrial, origin: string): void {
  const people = gallery.map(({ person }) => person);
  if (new Set(people).size < people.length) throw unusable(origin, 'somebody is enrolled with two photos');
  const all = [...gallery, ...probes];
  if (new Set(all.map(({ photo }) => photo)).size < all.length)
    throw unusable(origin, 'a photo stands there twice');
  const pairs = countPairs(all.map(({ person }) => person));
  if (pairs.same === 0 || pairs.different === 0)
    throw unusable(origin, 'there are no pairs of one person, or none of two');
}

function unusable(origin: string, problem: string): QuenError {
  return new QuenError(
    'TABLE_INVALID',
    `The lists of ${origin} cannot be used: ${problem}. Check that they and the photos belong together.`,
  );
}

function invalid(origin: string, line: number, problem: string): QuenError {
  return new QuenError(
    'TABLE_INVALID',
    `${origin}, line ${line}: ${problem}. Use the lists of BLUFR's toolkit, list/lfw/, as they are.`,
  );
}
