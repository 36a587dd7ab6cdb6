import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuseEmbeddings } from '../../../src/embedding/fuse.ts';
import { identityMeans, SCORE_RULES } from '../../../src/gallery/identity-scores.ts';
import { plainScoreMatrix } from '../../../src/gallery/score-matrix.ts';
import { searchGallery } from '../../../src/gallery/search.ts';
import {
  type FusedPart,
  fusionWeights,
  isWhole,
  sharedPartScores,
} from '../../../src/gallery/shared-parts.ts';
import { row, stackRows } from '../../../src/numerics/matrix.ts';

const PARTS: readonly FusedPart[] = [
  { dimension: 2, weight: 0.5 },
  { dimension: 2, weight: 0.3 },
  { dimension: 2, weight: 0.2 },
];
const WEIGHTS = [0.5, 0.3, 0.2];
const FAILED = Float32Array.of(0, 0);

/** A unit vector of the plane, at an angle in degrees. */
function at(degrees: number): Float32Array {
  const radians = (degrees * Math.PI) / 180;
  return Float32Array.of(Math.cos(radians), Math.sin(radians));
}

function cos(degrees: number): number {
  return Math.cos((degrees * Math.PI) / 180);
}

const fused = (...embeddings: Float32Array[]) => fuseEmbeddings(embeddings, WEIGHTS);
const scoreOf = (probe: Float32Array, template: Float32Array): number =>
  sharedPartScores(plainScoreMatrix, PARTS)(stackRows([probe], 6), stackRows([template], 6))
    .data[0] as number;

describe('the score of two faces', () => {
  const template = fused(at(0), at(0), at(0));

  it('is the mean by weight of the networks that both have, worked by hand', () => {
    const probe = fused(at(30), FAILED, at(60));
    // (0.5 cos 30 + 0.2 cos 60) / 0.7; the inner product alone would be sqrt(0.7) of it.
    expect(scoreOf(probe, template)).toBeCloseTo((0.5 * cos(30) + 0.2 * cos(60)) / 0.7, 6);
    const plain = plainScoreMatrix(stackRows([probe], 6), stackRows([template], 6)).data[0];
    expect(plain).toBeCloseTo((0.5 * cos(30) + 0.2 * cos(60)) / Math.sqrt(0.7), 6);
  });

  it('is so too where each lacks another network', () => {
    const probe = fused(FAILED, at(10), at(60));
    const lacking = fused(at(0), FAILED, at(0));
    expect(scoreOf(probe, lacking)).toBeCloseTo(cos(60), 6);
    expect(scoreOf(lacking, probe)).toBeCloseTo(cos(60), 6);
  });

  it('is 1 for a face and itself with any part of it missing', () => {
    const whole = [at(10), at(20), at(30)];
    for (const lost of [0, 1, 2]) {
      const probe = fused(...whole.map((embedding, k) => (k === lost ? FAILED : embedding)));
      expect(scoreOf(probe, fused(...whole))).toBeCloseTo(1, 6);
    }
  });

  it('is -1 where no network gave both', () => {
    expect(scoreOf(fused(at(0), FAILED, FAILED), fused(FAILED, at(0), at(0)))).toBe(-1);
  });

  it('is the inner product, to the last bit, where nothing is missing', () => {
    const [a, b] = [stackRows([fused(at(1), at(2), at(3))], 6), stackRows([template], 6)];
    expect(sharedPartScores(plainScoreMatrix, PARTS)(a, b)).toEqual(plainScoreMatrix(a, b));
  });

  it('does not take a network without weight for a missing one', () => {
    const parts = [
      { dimension: 2, weight: 1 },
      { dimension: 2, weight: 0 },
    ];
    const probe = fuseEmbeddings([at(20), at(40)], [1, 0]);
    expect(isWhole(probe, parts)).toBe(true);
    expect(isWhole(fused(at(0), FAILED, at(0)), PARTS)).toBe(false);
  });

  it('is the mean by weight of what is left, whatever is missing', () => {
    const angle = fc.integer({ min: 0, max: 359 });
    const isLost = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()).filter((lost) => lost.includes(false));
    fc.assert(
      fc.property(fc.tuple(angle, angle, angle), isLost, (angles, lost) => {
        const probe = fused(...angles.map((degrees, k) => (lost[k] ? FAILED : at(degrees))));
        const left = WEIGHTS.map((weight, k) => (lost[k] ? 0 : weight));
        const total = left.reduce((sum, weight) => sum + weight, 0);
        const mean = angles.reduce((sum, degrees, k) => sum + ((left[k] ?? 0) / total) * cos(degrees), 0);
        expect(scoreOf(probe, template)).toBeCloseTo(mean, 5);
      }),
    );
  });
});

describe('the mean of an identity', () => {
  const gallery = (...templates: Float32Array[]) => ({
    templates: stackRows(templates, 6),
    identityOf: new Int32Array(templates.length),
    identityCount: 1,
    parts: PARTS,
  });

  it('weighs each network as in whole photos, whichever photo lacks it', () => {
    const whole = fused(at(10), at(20), at(30));
    const means = identityMeans(gallery(whole, fused(at(10), FAILED, FAILED)));
    [...whole].forEach((value, i) => {
      expect(row(means, 0)[i]).toBeCloseTo(value, 6);
    });
  });

  it('is, to the last bit, that of plain templates where nothing is missing', () => {
    const { parts: _, ...plain } = gallery(fused(at(10), at(20), at(30)), fused(at(1), at(2), at(3)));
    expect(identityMeans({ ...plain, parts: PARTS })).toEqual(identityMeans(plain));
  });
});

describe('a search', () => {
  const templates = [fused(at(0), at(0), at(0)), fused(at(0), FAILED, at(0)), fused(at(90), at(90), at(90))];
  const gallery = {
    templates: stackRows(templates, 6),
    identityOf: Int32Array.of(0, 0, 1),
    identityCount: 2,
    parts: PARTS,
  };

  it.each(SCORE_RULES)('by %s scores a face that a network failed on by the others', (rule) => {
    const probe = stackRows([fused(at(30), at(77), FAILED), fused(at(30), FAILED, at(30))], 6);
    const [, second] = searchGallery(probe, gallery, { rule, candidateCount: 2 });
    expect(second?.candidates[0]).toMatchObject({ identity: 0 });
    expect(second?.candidates[0]?.score).toBeCloseTo(cos(30), 5);
    expect(second?.candidates[1]?.score).toBeCloseTo(cos(60), 5);
  });

  it('refuses a probe that was fused with other weights', () => {
    const probe = stackRows([fuseEmbeddings([at(0), at(0), at(0)])], 6);
    expect(() => searchGallery(probe, gallery, { rule: 'blend', candidateCount: 1 })).toThrow(
      expect.objectContaining({ code: 'DIMENSION_MISMATCH', message: expect.stringContaining('probe 0') }),
    );
  });
});

it('a gallery without parts has no weights: all networks are the same to it', () => {
  expect(fusionWeights({})).toBeUndefined();
  expect(fusionWeights({ parts: PARTS })).toEqual(WEIGHTS);
});
