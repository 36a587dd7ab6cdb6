import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SCORE_RULES, type SearchableGallery } from '../../../src/gallery/identity-scores.ts';
import { COPY_COSINE, leaveOnePhotoOut } from '../../../src/gallery/leave-one-photo-out.ts';
import { searchGallery } from '../../../src/gallery/search.ts';
import { type Matrix, row, stackRows } from '../../../src/numerics/matrix.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import { dot, normalised } from '../../../src/numerics/vector.ts';

/** Unit vectors in the plane, by their angles in degrees. */
function angles(...degrees: number[]): Matrix {
  const vectors = degrees.map((angle) => {
    const radians = (angle * Math.PI) / 180;
    return Float32Array.of(Math.cos(radians), Math.sin(radians));
  });
  return stackRows(vectors, 2);
}

const cosine = (degrees: number) => Math.cos((degrees * Math.PI) / 180);

// Photos of the first person at 0, 40 and 80 degrees; the second has one at 130, the third has none.
const plane: SearchableGallery = {
  templates: angles(0, 40, 80, 130),
  identityOf: Int32Array.of(0, 0, 0, 1),
  identityCount: 3,
};

const close = (score: number, isRight = true) => ({ score: expect.closeTo(score, 6), isRight });

describe('enrolled photos left out in turn', () => {
  it('are found by the nearest of their person’s other photos', () => {
    const people = leaveOnePhotoOut(plane, 'nearest');
    expect(people).toEqual([[close(cosine(40)), close(cosine(40)), close(cosine(40))], [], []]);
  });

  it('are found by the mean of the others, or lost to somebody nearer', () => {
    // Without the photo at 80 the mean lies at 20, 60 degrees off; the second person is 50 degrees off.
    const [first] = leaveOnePhotoOut(plane, 'mean');
    expect(first).toEqual([close(cosine(60)), close(cosine(0)), close(cosine(50), false)]);
  });

  it('are found by half of each in a blend', () => {
    // The photo at 80: (cos 40 + cos 60) / 2 = 0.633 for its person, cos 50 = 0.643 for the second.
    const [first] = leaveOnePhotoOut(plane, 'blend');
    const [nearest, mean] = [cosine(40), cosine(60)];
    expect(first?.[0]).toEqual(close((nearest + mean) / 2));
    expect(first?.[2]).toEqual(close(cosine(50), false));
  });

  it('are not found by copies of themselves', () => {
    // 10 degrees apart is a cosine of 0.985.
    expect(cosine(10)).toBeGreaterThan(COPY_COSINE);
    const gallery = { ...plane, templates: angles(0, 10, 60, 130) };
    expect(leaveOnePhotoOut(gallery, 'nearest')[0]).toEqual([
      close(cosine(60)),
      close(cosine(50)),
      close(cosine(50)),
    ]);
  });

  it('are passed over where all others are copies', () => {
    const gallery = { ...plane, templates: angles(0, 5, 10, 130) };
    expect(leaveOnePhotoOut(gallery, 'blend')).toEqual([[], [], []]);
  });

  it('are always found where nobody else is enrolled', () => {
    const alone = { templates: angles(0, 100), identityOf: Int32Array.of(0, 0), identityCount: 1 };
    expect(leaveOnePhotoOut(alone, 'blend')).toEqual([[close(cosine(100)), close(cosine(100))]]);
  });

  it('of equal scores are taken for whoever comes first, as in a search', () => {
    // The photo at 0 degrees lies 40 from its person's other photo and 40 from somebody else's.
    const templates = angles(40, 0, -40);
    const first = { templates, identityOf: Int32Array.of(0, 0, 1), identityCount: 2 };
    const second = { templates, identityOf: Int32Array.of(1, 1, 0), identityCount: 2 };
    expect(leaveOnePhotoOut(first, 'nearest')[0]?.[1]?.isRight).toBe(true);
    expect(leaveOnePhotoOut(second, 'nearest')[1]?.[1]?.isRight).toBe(false);
  });

  it.each(SCORE_RULES)('reach by %s what a search of the gallery without them reaches', (rule) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => {
        const gallery = randomGallery(seed);
        expect(leaveOnePhotoOut(gallery, rule)).toEqual(byRemoval(gallery, rule));
      }),
      { numRuns: 20 },
    );
  });
});

function randomGallery(seed: number): SearchableGallery {
  const random = seededRandom(seed);
  const vectors = Array.from({ length: 14 }, () =>
    normalised(Float32Array.from({ length: 6 }, () => random() - 0.5)),
  );
  const identityOf = Int32Array.from(vectors, (_, n) => (n < 4 ? n : Math.floor(random() * 4)));
  return { templates: stackRows(vectors, 6), identityOf, identityCount: 4 };
}

/** The plain way: the gallery is made again without each photo and its copies. */
function byRemoval(
  { templates, identityOf, identityCount }: SearchableGallery,
  rule: 'blend' | 'mean' | 'nearest',
) {
  const people: { score: number; isRight: boolean }[][] = Array.from({ length: identityCount }, () => []);
  identityOf.forEach((identity, n) => {
    const probe = row(templates, n);
    const kept = [...identityOf.keys()].filter(
      (other) =>
        identityOf[other] !== identity || (other !== n && dot(probe, row(templates, other)) <= COPY_COSINE),
    );
    if (!kept.some((other) => identityOf[other] === identity)) return;
    const rest = {
      templates: stackRows(
        kept.map((other) => row(templates, other)),
        templates.cols,
      ),
      identityOf: Int32Array.from(kept, (other) => identityOf[other] ?? 0),
      identityCount,
    };
    const [hit] = searchGallery(stackRows([probe], templates.cols), rest, { rule, candidateCount: 1 });
    const best = hit?.candidates[0];
    people[identity]?.push({ score: best?.score ?? Number.NaN, isRight: best?.identity === identity });
  });
  return people;
}
