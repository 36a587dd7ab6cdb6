import { describe, expect, it } from 'vitest';
import { leaveOneIdentityOut } from '../../../../src/gallery/leave-one-out.ts';
import { leaveOnePhotoOut } from '../../../../src/gallery/leave-one-photo-out.ts';
import { type AsyncInnerProducts, innerProducts } from '../../../../src/numerics/inner-products.ts';
import { rehearse } from '../../../../src/pipeline/indexed/calibrate-indexed.ts';
import { addTemplates } from '../../../../src/pipeline/indexed/indexed-gallery.ts';
import { planRehearsals } from '../../../../src/pipeline/indexed/rehearsal-plan.ts';
import { searchIndexed } from '../../../../src/pipeline/indexed/search-indexed.ts';
import { searchable } from '../../../../src/pipeline/recogniser.ts';
import { calibrateThreshold } from '../../../../src/rejection/calibrate.ts';
import { madeFaces, madeGallery } from '../../../support/made-gallery.ts';
import { type Misses, missingMost, plainIndex } from '../../../support/plain-index.ts';

const MADE = { people: 300, photos: 2, dimension: 24, spread: 0.3 };
const FPIR = 0.05;
const PRODUCTS: AsyncInnerProducts = async (a, b) => innerProducts(a, b);
const GALLERY = searchable(madeGallery(MADE));
const ROWS = [...GALLERY.identityOf.keys()];

async function indexed(misses?: Misses) {
  const index = plainIndex(MADE.dimension, misses);
  await addTemplates(index, GALLERY, { rows: ROWS });
  return { target: GALLERY, index, beside: [] };
}

/** Best scores of strangers from `first` on. */
async function strangerScores(
  misses: Misses | undefined,
  first: number,
  people: number,
): Promise<number[][]> {
  const probes = madeFaces({ ...MADE, people, photos: 1, first });
  const hits = await searchIndexed(probes, await indexed(misses), { candidateCount: 1 });
  return hits.map(({ candidates: [best] }) => [best?.score ?? -1]);
}

const thresholdOn = (people: readonly (readonly number[])[]): number =>
  calibrateThreshold(people, { fpir: FPIR, setOn: 'strangers', seed: 1 }).value;
const shareNamed = (people: readonly (readonly number[])[], threshold: number): number =>
  people.filter(([score = -1]) => score >= threshold).length / people.length;

describe('calibration through an index', () => {
  it('an exact index gives the scores of leaving each identity, and each photo, out', async () => {
    const makeIndex = async (dimension: number) => plainIndex(dimension);
    const { scores, recall } = await rehearse(await indexed(), { makeIndex, innerProducts: PRODUCTS });
    expect(recall).toBeUndefined();
    expect(scores.nonMated.people).toEqual(leaveOneIdentityOut(GALLERY, 'nearest'));
    expect(scores.mated).toEqual(leaveOnePhotoOut(GALLERY, 'nearest'));
  });

  it('strangers set a threshold at which as many others are named as was asked for; the threshold of an exact search would name fewer, and its own through an exact search more', async () => {
    const misses = missingMost(0.97);
    const [calibration, heldOut] = [
      await strangerScores(misses, 1000, 1000),
      await strangerScores(misses, 5000, 1500),
    ];
    const exact = [await strangerScores(undefined, 1000, 1000), await strangerScores(undefined, 5000, 1500)];
    const own = shareNamed(heldOut, thresholdOn(calibration));
    expect(own).toBeGreaterThan(0.6 * FPIR);
    expect(own).toBeLessThan(1.4 * FPIR);
    expect(shareNamed(heldOut, thresholdOn(exact[0] ?? []))).toBeLessThan(0.5 * FPIR);
    expect(shareNamed(exact[1] ?? [], thresholdOn(calibration))).toBeGreaterThan(2 * FPIR);
  });

  it('enrolled people who play strangers set it as well, in an index that never held them', async () => {
    // A probe that the index holds misses nothing, as in a graph.
    const held = new Set(ROWS.map((n) => GALLERY.templates.data[n * MADE.dimension]));
    const most = missingMost(0.97);
    const missesUnlessHeld =
      (lacking: ReadonlySet<number | undefined>): Misses =>
      (probe, hit) =>
        (!held.has(probe[0]) || lacking.has(probe[0])) && most(probe, hit);
    const plans = planRehearsals(GALLERY).map(
      ({ lacking }) => new Set([...lacking].map((n) => GALLERY.templates.data[n * MADE.dimension])),
    );
    const makeIndex = async (dimension: number) =>
      plainIndex(dimension, missesUnlessHeld(plans.shift() ?? new Set()));
    const { scores, recall } = await rehearse(await indexed(missesUnlessHeld(new Set())), {
      makeIndex,
      innerProducts: PRODUCTS,
    });
    const { nonMated } = scores;
    const named = shareNamed(await strangerScores(most, 5000, 1500), thresholdOn(nonMated.people));
    expect(named).toBeGreaterThan(0.6 * FPIR);
    expect(named).toBeLessThan(1.4 * FPIR);
    // It misses three in four of what is not very near, which a second photo mostly is.
    const shares = [recall?.strangers, recall?.enrolled].map((kind) => {
      expect(kind?.searchedCount).toBe(200);
      return (kind?.foundCount ?? 0) / 200;
    });
    expect(shares[0]).toBeGreaterThan(0.15);
    expect(shares[0]).toBeLessThan(0.4);
    expect(shares[1]).toBeGreaterThan(shares[0] as number);
  });

  it('counts an approximate index that finds everything as finding all', async () => {
    const makeIndex = async (dimension: number) => plainIndex(dimension, () => false);
    const { recall } = await rehearse(await indexed(() => false), { makeIndex, innerProducts: PRODUCTS });
    const all = { foundCount: 200, searchedCount: 200 };
    expect(recall).toEqual({ enrolled: all, strangers: all });
  });

  it('a rehearsal lacks at most a tenth of the people, each person plays a stranger once, and nobody is searched by a photo that is there', () => {
    const plans = planRehearsals(GALLERY);
    expect(plans).toHaveLength(10);
    const strangers = plans.flatMap(({ asStrangers }) => asStrangers);
    expect([...strangers].sort((a, b) => a - b)).toEqual(ROWS);
    for (const { asStrangers, asNew, lacking } of plans) {
      const people = new Set(asStrangers.map((n) => GALLERY.identityOf[n]));
      expect(people.size).toBe(30);
      expect([...asStrangers, ...asNew].every((n) => lacking.has(n))).toBe(true);
      expect(asNew.length).toBeGreaterThan(0);
      expect(asNew.some((n) => people.has(GALLERY.identityOf[n]))).toBe(false);
    }
  });

  it('a gallery of one person has nobody to rehearse', () => {
    const target = searchable(madeGallery({ ...MADE, people: 1 }));
    expect(planRehearsals(target)).toEqual([]);
  });
});
