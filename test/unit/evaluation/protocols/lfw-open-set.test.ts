import { describe, expect, it } from 'vitest';
import { lfwOpenSet } from '../../../../src/evaluation/protocols/lfw-open-set.ts';
import { photosByPerson } from '../../../../src/evaluation/protocols/person-photos.ts';
import { hasShared, lfwPhotos } from '../../../support/shared-photos.ts';

const photosOf = (person: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({ photo: `${person}/${n + 1}.jpg`, person }));
const names = (photos: readonly { photo: string }[]) => photos.map(({ photo }) => photo);

describe('the open-set LFW protocol', () => {
  const people = photosByPerson([
    ...photosOf('Five', 5),
    ...photosOf('Four', 4),
    ...photosOf('Three', 3),
    ...photosOf('Two', 2),
    ...photosOf('One', 1),
  ]);

  it('enrols the first three photos of people with more than three and searches the rest', () => {
    const { gallery, known } = lfwOpenSet(people);
    expect(names(gallery)).toEqual([
      ...['Five/1.jpg', 'Five/2.jpg', 'Five/3.jpg'],
      ...['Four/1.jpg', 'Four/2.jpg', 'Four/3.jpg'],
    ]);
    expect(names(known)).toEqual(['Five/4.jpg', 'Five/5.jpg', 'Four/4.jpg']);
  });

  it('keeps the first photo of people with two or three for training and searches the rest as known unknowns', () => {
    const { knownUnknownTraining, knownUnknown } = lfwOpenSet(people);
    expect(names(knownUnknownTraining)).toEqual(['Three/1.jpg', 'Two/1.jpg']);
    expect(names(knownUnknown)).toEqual(['Three/2.jpg', 'Three/3.jpg', 'Two/2.jpg']);
  });

  it('searches people with one photo as unknown unknowns', () => {
    expect(lfwOpenSet(people).unknownUnknown).toEqual([{ photo: 'One/1.jpg', person: 'One' }]);
  });

  it('is refused where nobody has four photos', () => {
    expect(() => lfwOpenSet(photosByPerson(photosOf('Three', 3)))).toThrow(
      expect.objectContaining({
        code: 'EVALUATION_EMPTY',
        message: expect.stringContaining('more than three'),
      }),
    );
  });

  it.skipIf(!hasShared('data/lfw/images'))('has the published counts on LFW', () => {
    const photos = lfwPhotos().map((path) => {
      const [person = '', photo = ''] = path.split('/').slice(-2);
      return { person, photo: `${person}/${photo}` };
    });
    const split = lfwOpenSet(photosByPerson(photos));
    const sizes = Object.fromEntries(Object.entries(split).map(([part, list]) => [part, list.length]));
    expect(sizes).toEqual({
      gallery: 1830,
      known: 4903,
      knownUnknownTraining: 1070,
      knownUnknown: 1361,
      unknownUnknown: 4069,
    });
    expect(new Set(split.gallery.map(({ person }) => person)).size).toBe(610);
    expect(names(split.gallery).slice(0, 3)).toEqual(
      ['0001', '0002', '0003'].map((n) => `Aaron_Peirsol/Aaron_Peirsol_${n}.jpg`),
    );
  });
});

describe('photos by person', () => {
  it('are in order of name, whatever order they come in', () => {
    const mixed = [...photosOf('B', 2).reverse(), ...photosOf('A', 1)];
    expect(photosByPerson(mixed)).toEqual([
      { person: 'A', photos: ['A/1.jpg'] },
      { person: 'B', photos: ['B/1.jpg', 'B/2.jpg'] },
    ]);
  });
});
