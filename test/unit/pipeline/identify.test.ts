import { describe, expect, it } from 'vitest';
import { rightProbability } from '../../../src/calibration/right-probability.ts';
import type { FaceResult, Threshold } from '../../../src/core/identification.ts';
import type { ExtractedPhoto } from '../../../src/core/photo.ts';
import { innerProducts } from '../../../src/numerics/inner-products.ts';
import type { Matrix } from '../../../src/numerics/matrix.ts';
import { evaluateIdentification } from '../../../src/pipeline/evaluate.ts';
import { identifyPhotos } from '../../../src/pipeline/identify.ts';
import { learnProbability } from '../../../src/pipeline/learn-probability.ts';
import { galleryRecogniser, type Recogniser } from '../../../src/pipeline/recogniser.ts';
import { calibrateThreshold } from '../../../src/rejection/calibrate.ts';
import { MADE_GALLERY } from '../../support/made-bundle.ts';

const RECOGNISER = galleryRecogniser({
  ...MADE_GALLERY,
  mated: [[{ score: 0.8, isRight: true }], [{ score: 0.7, isRight: true }]],
});

function photo(name: string, ...embeddings: number[][]): ExtractedPhoto {
  const face = { box: { xPx: 0, yPx: 0, widthPx: 9, heightPx: 9 }, score: 1 };
  return {
    photo: { name, path: name },
    sha256: name,
    extraction: {
      kind: 'faces',
      rung: 'given',
      widthPx: 9,
      heightPx: 9,
      faces: embeddings.map((embedding) => ({ ...face, embeddings: [Float32Array.from(embedding)] })),
    },
  } as unknown as ExtractedPhoto;
}

const roughProducts = async (a: Matrix, b: Matrix) => innerProducts(a, b);
const PILE = [photo('a.jpg', [1, 0, 0]), photo('b.jpg', [0, 0, 1]), photo('c.jpg', [0, 1, 0])];

function thresholdAt(value: number): Threshold {
  return { ...calibrateThreshold([[0.1]], { fpir: 0.5, setOn: 'strangers', seed: 1 }), value };
}

async function facesOf(threshold: Threshold, share: number | undefined): Promise<FaceResult[]> {
  const probability = share === undefined ? undefined : learnProbability(RECOGNISER, share)?.model;
  const photos = await identifyPhotos(PILE, RECOGNISER, { threshold, probability, roughProducts });
  return photos.flatMap((found) => (found.kind === 'searched' ? found.faces : []));
}

describe('naming faces', () => {
  it('states for each the probability of its best score', async () => {
    const model = learnProbability(RECOGNISER, 0.5)?.model;
    const faces = await facesOf(thresholdAt(0.5), 0.5);
    expect(faces).toHaveLength(3);
    for (const { candidates, probability } of faces)
      expect(probability).toBe(model && rightProbability(model, candidates[0]?.score ?? Number.NaN));
    expect(faces[0]?.probability).toBeGreaterThan(faces[1]?.probability ?? 1);
  });

  it('decides by the threshold alone, however many strangers are expected', async () => {
    const [few, many] = [await facesOf(thresholdAt(0.5), 0.01), await facesOf(thresholdAt(0.5), 0.99)];
    expect(few.map(({ decision }) => decision)).toEqual(many.map(({ decision }) => decision));
    expect(few.map(({ probability }) => probability)).not.toEqual(many.map(({ probability }) => probability));
  });

  it('states no probability where none was learnt', async () => {
    for (const face of await facesOf(thresholdAt(0.5), undefined))
      expect(face).not.toHaveProperty('probability');
  });
});

/** Says the same of each face, in turn, whatever it looks like. */
function rejectingBy(acceptances: readonly number[]): Recogniser {
  return {
    ...RECOGNISER,
    rejector: 'made',
    nonMated: { setOn: 'strangers', people: [[-3], [1]] },
    mated: [[{ score: 8, isRight: true }], [{ score: 6, isRight: true }]],
    search: async (probes, search) => {
      const hits = await RECOGNISER.search(probes, search);
      return hits.map((hit, n) => ({ ...hit, acceptance: acceptances[n] ?? Number.NaN }));
    },
  };
}

describe('naming faces by a rejector', () => {
  const threshold = { ...thresholdAt(5), rejector: 'made' };
  const recogniser = rejectingBy([4.9, 5, -2]);
  const probability = learnProbability(recogniser, 0.5)?.model;

  it('names those whom it accepts, however high their scores are', async () => {
    const photos = await identifyPhotos(PILE, recogniser, { threshold, probability, roughProducts });
    const faces = photos.flatMap((found) => (found.kind === 'searched' ? found.faces : []));
    expect(faces.map(({ decision }) => decision.kind)).toEqual(['unknown', 'identified', 'unknown']);
    expect(faces.map(({ acceptance }) => acceptance)).toEqual([4.9, 5, -2]);
    expect(faces[0]?.candidates[0]?.score).toBeGreaterThan(faces[1]?.candidates[0]?.score ?? 1);
    expect(faces[0]?.reason).toContain("rejector 'made': 4.90 is below the threshold 5.00");
  });

  it('states the probability that goes with what it says', async () => {
    const photos = await identifyPhotos(PILE, recogniser, { threshold, probability, roughProducts });
    const faces = photos.flatMap((found) => (found.kind === 'searched' ? found.faces : []));
    faces.forEach((face) => {
      expect(face.probability).toBe(
        probability && rightProbability(probability, face.acceptance ?? Number.NaN),
      );
    });
  });

  it('counts every figure by what it says', async () => {
    const test = { photos: PILE, labels: ['An', 'unknown', 'unknown'], unknownLabel: 'unknown' };
    const { figures, answers, searches } = await evaluateIdentification(test, recogniser, {
      threshold,
      probability,
    });
    // Of the strangers b.jpg and c.jpg the first is accepted; An's photo is below it and above the other.
    expect(figures).toMatchObject({ realised_fpir: 0.5, auroc: 0.5, rank1: 1 });
    expect(answers.map(({ labels }) => labels[0])).toEqual([
      'unknown',
      expect.not.stringMatching('unknown'),
      'unknown',
    ]);
    expect(figures.map5).toBeCloseTo((1 / 2 + 1 / 2 + 1) / 3, 12);
    expect(searches.map(({ found }) => found?.bestScore)).toEqual([4.9, 5, -2]);
    expect(searches[0]?.found?.mate).toEqual({ rank: 1, score: 4.9 });
    expect(searches[0]?.probability).toBe(probability && rightProbability(probability, 4.9));
  });
});

describe('scoring answers', () => {
  const test = { photos: PILE, labels: ['An', 'unknown', 'An'], unknownLabel: 'unknown' };

  it('tells how far stated probabilities are from what came true, worked by hand', async () => {
    const model = learnProbability(RECOGNISER, 0.2)?.model;
    const judgement = { threshold: thresholdAt(0.5), probability: model };
    const { figures, stated } = await evaluateIdentification(test, RECOGNISER, judgement);
    // b.jpg is a stranger's; c.jpg is said to be An's and looks like the other.
    expect(stated.map(({ isRight }) => isRight)).toEqual([true, false, false]);
    const [a = 0, b = 0, c = 0] = stated.map(({ probability }) => probability);
    expect(figures.brier).toBeCloseTo(((1 - a) ** 2 + b ** 2 + c ** 2) / 3, 12);
    expect(figures.log_loss).toBeCloseTo(-(Math.log(a) + Math.log(1 - b) + Math.log(1 - c)) / 3, 12);
    // Two bins: b.jpg; and the others, above all scores that were learnt from and so with equal probabilities, half of them right.
    expect(a).toBe(c);
    expect(figures.ece).toBeCloseTo((b + 2 * Math.abs(a - 0.5)) / 3, 12);
    expect(figures.stranger_share).toBe(0.2);
  });

  it('gives no such figures where no probability was learnt', async () => {
    const { figures } = await evaluateIdentification(test, RECOGNISER, { threshold: thresholdAt(0.5) });
    const { ece, brier, log_loss, stranger_share } = figures;
    expect([ece, brier, log_loss, stranger_share]).toEqual([null, null, null, null]);
  });
});
