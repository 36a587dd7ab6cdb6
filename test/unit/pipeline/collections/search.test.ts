import { describe, expect, test } from 'vitest';
import type { ScoreRule } from '../../../../src/collections/face-search.ts';
import { leaveOneIdentityOut } from '../../../../src/gallery/leave-one-out.ts';
import { leaveOnePhotoOut } from '../../../../src/gallery/leave-one-photo-out.ts';
import { searchGallery } from '../../../../src/gallery/search.ts';
import { innerProducts } from '../../../../src/numerics/inner-products.ts';
import { type Matrix, row, stackRows } from '../../../../src/numerics/matrix.ts';
import { seededRandom } from '../../../../src/numerics/random.ts';
import { normalised } from '../../../../src/numerics/vector.ts';
import { calibrateFaces } from '../../../../src/pipeline/collections/search/calibrate-faces.ts';
import { searchFaces } from '../../../../src/pipeline/collections/search/search-faces.ts';
import { SearchedFaces } from '../../../../src/pipeline/collections/search/searched-faces.ts';
import { learnProbability } from '../../../../src/pipeline/learn-probability.ts';
import { calibrateThreshold } from '../../../../src/rejection/calibrate.ts';

const how = { innerProducts: async (a: Matrix, b: Matrix) => innerProducts(a, b) };

/** Faces of people whose photos lie around a centre of their own, in 16 dimensions. */
function madeFaces(photoCounts: readonly number[], seed = 1) {
  const random = seededRandom(seed);
  const noise = (): number => random() + random() + random() - 1.5;
  return photoCounts.flatMap((count, person) => {
    const centre = Array.from({ length: 16 }, noise);
    return Array.from({ length: count }, (_, photo) => ({
      faceId: `face-${String(person).padStart(2, '0')}-${photo}`,
      personId: `person-${String(person).padStart(2, '0')}`,
      embedding: normalised(Float32Array.from(centre, (value) => value + 0.6 * noise())),
    }));
  });
}

function layoutOf(faces: ReturnType<typeof madeFaces>) {
  const searched = new SearchedFaces();
  searched.update(faces);
  return searched.layout();
}

const RULES: readonly ScoreRule[] = ['blend', 'mean', 'nearest'];

describe.each(RULES)('by the rule %s', (rule) => {
  const layout = layoutOf(madeFaces([4, 3, 1, 2, 5, 2, 1, 3]));
  const probes = stackRows(
    madeFaces([1, 1, 1, 1, 1], 9).map(({ embedding }) => embedding),
    16,
  );

  test('the search of a service finds what the search of a gallery finds', async () => {
    const hits = await searchFaces(probes, layout, { ...how, rule, limit: 3 });
    const expected = searchGallery(probes, layout.gallery, { rule, candidateCount: 3 });
    expect(hits).toEqual(
      expected.map(({ candidates, nearest }) => ({
        candidates: candidates.map(({ identity, score }) => ({
          personId: layout.personIds[identity],
          score,
        })),
        nearest: {
          faceId: layout.faceIds[nearest.row],
          personId: layout.personIds[layout.gallery.identityOf[nearest.row] ?? -1],
          score: nearest.score,
        },
      })),
    );
  });

  test('threshold and probability are those of a gallery calibrated on its own people', async () => {
    const calibrated = await calibrateFaces(layout, { ...how, rule, fpir: 0.1, strangerShare: 0.5 });
    const people = leaveOneIdentityOut(layout.gallery, rule);
    const mated = leaveOnePhotoOut(layout.gallery, rule);
    const setOn = 'leave-one-identity-out';
    const threshold = calibrateThreshold(people, { fpir: 0.1, setOn, seed: 1 });
    expect(calibrated.threshold.value).toBeCloseTo(threshold.value, 6);
    expect(calibrated.threshold.statement).toBe(threshold.statement);
    const learnt = learnProbability({ mated, nonMated: { setOn, people } }, 0.5);
    expect(JSON.stringify(rounded(calibrated.probability))).toBe(JSON.stringify(rounded(learnt?.model)));
  });
});

/** Means are summed in another order, so that the last bits differ. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, inner) =>
      typeof inner === 'number'
        ? Number(inner.toFixed(5))
        : ArrayBuffer.isView(inner)
          ? [...(inner as Float64Array)]
          : inner,
    ),
  );
}

test('a hidden person is found neither as a candidate nor as the nearest face', async () => {
  const faces = madeFaces([2, 2, 2]);
  const layout = layoutOf(faces);
  const [first] = faces;
  const probe = stackRows([first?.embedding ?? new Float32Array()], 16);
  const [open] = await searchFaces(probe, layout, { ...how, rule: 'blend', limit: 9 });
  expect(open?.candidates[0]?.personId).toBe('person-00');
  const [hit] = await searchFaces(probe, layout, {
    ...how,
    rule: 'blend',
    limit: 9,
    hidden: [new Set(['person-00'])],
  });
  expect(hit?.candidates.map(({ personId }) => personId).sort()).toEqual(['person-01', 'person-02']);
  expect(hit?.nearest?.personId).not.toBe('person-00');
});

test('nobody is found in an empty collection, and its threshold is the uncalibrated one', async () => {
  const layout = new SearchedFaces().layout();
  const probe = stackRows([Float32Array.of(1, 0)], 2);
  expect(await searchFaces(probe, layout, { ...how, rule: 'blend', limit: 5 })).toEqual([{ candidates: [] }]);
  const calibrated = await calibrateFaces(layout, { ...how, rule: 'blend', fpir: 0.01, strangerShare: 0.5 });
  expect(calibrated.threshold).toMatchObject({ value: 0.5, isPromised: false });
});

test('faces that come, move and go leave the layout of those that are there', () => {
  const faces = madeFaces([2, 1]);
  const searched = new SearchedFaces();
  searched.update(faces);
  const [first, second, third] = faces;
  searched.update([
    { faceId: first?.faceId ?? '', personId: undefined },
    { faceId: third?.faceId ?? '', personId: 'person-00', embedding: third?.embedding ?? new Float32Array() },
  ]);
  const { personIds, faceIds, gallery } = searched.layout();
  expect([personIds, faceIds]).toEqual([['person-00'], [second?.faceId, third?.faceId]]);
  expect(row(gallery.templates, 1)).toEqual(third?.embedding);
});

test('an embedding of another length is refused, and nothing of the update is taken', () => {
  const searched = new SearchedFaces();
  searched.update(madeFaces([1]));
  const strangers = [
    { faceId: 'a', personId: 'p', embedding: new Float32Array(16).fill(0.25) },
    { faceId: 'b', personId: 'p', embedding: new Float32Array(8) },
  ];
  expect(() => searched.update(strangers)).toThrow(/embedding of b has 8 values/);
  expect(searched.layout().faceIds).toHaveLength(1);
});
