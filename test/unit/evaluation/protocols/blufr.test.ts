import { describe, expect, it } from 'vitest';
import { drawBlufrTrials } from '../../../../src/evaluation/protocols/blufr.ts';
import { blufrTrials, parseBlufrList } from '../../../../src/evaluation/protocols/blufr-lists.ts';
import { photosByPerson } from '../../../../src/evaluation/protocols/person-photos.ts';
import { seededRandom } from '../../../../src/numerics/random.ts';

const photo = (person: string, n: number) => ({ person, photo: `${person}/${person}_000${n}.jpg` });
const everything = Array.from({ length: 20 }, (_, p) =>
  Array.from({ length: 1 + (p % 3) }, (_unused, n) => photo(`P${p}`, n + 1)),
).flat();
const sizes = { trialCount: 6, trainPersonCount: 5, galleryPersonCount: 4 };
const draw = (seed: number) => drawBlufrTrials(photosByPerson(everything), sizes, seededRandom(seed));

describe('drawn trials of BLUFR', () => {
  it('enrol one photo each of people who have another to be searched by', () => {
    for (const { gallery, probes } of draw(1)) {
      const enrolled = gallery.map(({ person }) => person);
      expect(new Set(enrolled).size).toBe(4);
      expect(gallery).toHaveLength(4);
      const searched = new Set(probes.map(({ person }) => person));
      expect(enrolled.every((person) => searched.has(person))).toBe(true);
    }
  });

  it('search every other photo of everybody who is not set aside', () => {
    for (const { gallery, probes } of draw(2)) {
      const tested = new Set([...gallery, ...probes].map(({ person }) => person));
      expect(tested.size).toBe(15);
      const there = everything.filter(({ person }) => tested.has(person)).map(({ photo: name }) => name);
      expect([...gallery, ...probes].map(({ photo: name }) => name).sort()).toEqual(there.sort());
    }
  });

  it('are the same for one seed, and differ from each other', () => {
    expect(draw(3)).toEqual(draw(3));
    const [first, second] = draw(3);
    expect(first).not.toEqual(second);
  });

  it('are refused where too few people have two photos', () => {
    const tooMany = { ...sizes, galleryPersonCount: 14 };
    expect(() => drawBlufrTrials(photosByPerson(everything), tooMany, seededRandom(1))).toThrow(
      expect.objectContaining({
        code: 'EVALUATION_EMPTY',
        message: expect.stringContaining('--gallery-people'),
      }),
    );
  });

  it('are refused where nobody is left to play a stranger', () => {
    const pairs = ['A', 'B'].flatMap((person) => [photo(person, 1), photo(person, 2)]);
    const all = { trialCount: 1, trainPersonCount: 0, galleryPersonCount: 2 };
    expect(() => drawBlufrTrials(photosByPerson(pairs), all, seededRandom(1))).toThrow(
      expect.objectContaining({ code: 'EVALUATION_EMPTY' }),
    );
  });
});

describe("the lists of BLUFR's toolkit", () => {
  it('are read trial by trial, by file name', () => {
    const text = '2\r\n2\r\n1, A_0001.jpg\r\n13, B_C_0002.jpg\r\n1\r\n7, D_0001.jpg\r\n';
    expect(parseBlufrList(text, 'list')).toEqual([['A_0001.jpg', 'B_C_0002.jpg'], ['D_0001.jpg']]);
  });

  it.each([
    ['ten trials\n', 'line 1', 'number of trials'],
    ['1\n2\n1, A.jpg\n', 'line 4', 'index, a comma'],
    ['1\n1\nA.jpg\n', 'line 3', 'index, a comma'],
    ['1\n1\n1, A.jpg\n2, B.jpg\n', 'line 4', 'more than the 1 trials'],
    ['', 'line 1', 'number of trials'],
  ])('are refused where they are none: %j', (text, line, problem) => {
    expect(() => parseBlufrList(text, 'g.txt')).toThrow(
      expect.objectContaining({
        code: 'TABLE_INVALID',
        message: expect.stringMatching(new RegExp(`g.txt, ${line}: .*${problem}`)),
      }),
    );
  });

  const photos = [photo('A', 1), photo('A', 2), photo('B', 1)];

  it('become trials of the photos that bear their names', () => {
    const lists = { gallery: [['A_0002.jpg']], probes: [['B_0001.jpg', 'A_0001.jpg']] };
    expect(blufrTrials(lists, photos, 'lists')).toEqual([
      { gallery: [photo('A', 2)], probes: [photo('B', 1), photo('A', 1)] },
    ]);
  });

  it.each([
    [{ gallery: [['A_0001.jpg']], probes: [] }, 'of 1 trials'],
    [{ gallery: [['C_0001.jpg']], probes: [['B_0001.jpg']] }, 'C_0001.jpg is not among'],
    [{ gallery: [['A_0001.jpg', 'A_0002.jpg']], probes: [['B_0001.jpg']] }, 'two photos'],
    [{ gallery: [['A_0001.jpg']], probes: [['A_0001.jpg', 'B_0001.jpg']] }, 'stands there twice'],
    [{ gallery: [['A_0001.jpg']], probes: [['B_0001.jpg']] }, 'no pairs of one person'],
  ])('are refused where they and the photos do not fit: %j', (lists, problem) => {
    expect(() => blufrTrials(lists, photos, 'lists')).toThrow(
      expect.objectContaining({ code: 'TABLE_INVALID', message: expect.stringContaining(problem) }),
    );
  });
});
