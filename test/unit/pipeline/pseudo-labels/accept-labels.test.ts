import { describe, expect, it } from 'vitest';
import { acceptLabels, type LabellingRound } from '../../../../src/pipeline/pseudo-labels/accept-labels.ts';
import type { PseudoLabel } from '../../../../src/pipeline/pseudo-labels/pseudo-label.ts';

const GIVEN: LabellingRound = {
  round: 1,
  source: 'templates, blend',
  thresholds: { identity: 0.5, unknown: 0.2 },
  identities: ['Ann', 'Bo'],
  barred: new Set(),
  withUnknown: true,
};

describe('acceptLabels', () => {
  it('names one face of a photo for a person, the better', () => {
    const labels = accept([
      { photo: 'group.jpg', identity: 0, score: 0.6 },
      { photo: 'group.jpg', identity: 0, score: 0.8 },
      { photo: 'group.jpg', identity: 1, score: 0.7 },
      { photo: 'other.jpg', identity: 0, score: 0.55 },
    ]);
    expect(labels.map(({ face, named }) => [face, named])).toEqual([
      [1, { kind: 'identity', identity: 'Ann' }],
      [2, { kind: 'identity', identity: 'Bo' }],
      [3, { kind: 'identity', identity: 'Ann' }],
    ]);
  });

  it('calls unknown what is at or below the lower threshold and nothing between the two', () => {
    const labels = accept([0.2, 0.21, 0.49, 0.5].map((score, n) => ({ photo: `${n}`, identity: 0, score })));
    expect(labels.map(({ face, named, threshold }) => [face, named.kind, threshold])).toEqual([
      [0, 'unknown', 0.2],
      [3, 'identity', 0.5],
    ]);
  });

  it('calls nothing unknown unless asked', () => {
    expect(accept([{ photo: '0', identity: 0, score: 0.1 }], { withUnknown: false })).toEqual([]);
  });

  it('gives no label to a barred face, whose rival in the photo then keeps the name', () => {
    const faces = [
      { photo: 'group.jpg', identity: 0, score: 0.6 },
      { photo: 'group.jpg', identity: 0, score: 0.8 },
    ];
    expect(accept(faces, { barred: new Set([1]) }).map(({ face }) => face)).toEqual([0]);
  });

  it('keeps the record of a face that keeps its name, and writes a new one for a new name', () => {
    const faces = [
      { photo: 'a', identity: 0, score: 0.6 },
      { photo: 'b', identity: 0, score: 0.7 },
    ];
    const earlier = accept(faces);
    const later = accept(
      faces.map((face, n) => ({ ...face, identity: n, score: 0.9 })),
      { round: 2 },
      earlier,
    );
    expect(later[0]).toEqual(earlier[0]);
    expect(later[1]).toMatchObject({ named: { identity: 'Bo' }, round: 2, score: 0.9 });
  });

  it('drops a label that no longer passes', () => {
    const earlier = accept([{ photo: 'a', identity: 0, score: 0.6 }]);
    expect(accept([{ photo: 'a', identity: 0, score: 0.4 }], { round: 2 }, earlier)).toEqual([]);
  });
});

function accept(
  faces: readonly { photo: string; identity: number; score: number }[],
  changes: Partial<LabellingRound> = {},
  earlier: readonly PseudoLabel[] = [],
): PseudoLabel[] {
  const photoOf = faces.map(({ photo }) => photo);
  return acceptLabels(faces, { photoOf }, { given: { ...GIVEN, ...changes }, earlier });
}
