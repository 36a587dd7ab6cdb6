import { describe, expect, it } from 'vitest';
import { SCORE_RULES } from '../../../../src/gallery/identity-scores.ts';
import { searchGallery } from '../../../../src/gallery/search.ts';
import { row } from '../../../../src/numerics/matrix.ts';
import { strangerProbes } from '../../../../src/pipeline/calibrate.ts';
import { enrol, type LabelledExtraction } from '../../../../src/pipeline/enrol.ts';
import { leftOutSearches } from '../../../../src/pipeline/ensemble/left-out-searches.ts';
import { withNetworkAlone } from '../../../../src/pipeline/one-network.ts';
import { searchable } from '../../../../src/pipeline/recogniser.ts';
import { madeFace, madeFaces } from './made-faces.ts';

/** Far enough apart that no photo is taken for a copy of another. */
const HOW = { photos: 3, spreads: [1, 1.5] };
const people = madeFaces('person', 5, HOW);
const strangers = madeFaces('stranger', 2, HOW);
const embedders = [{ name: 'a' }, { name: 'b' }];

function searches(
  of: readonly LabelledExtraction[],
  unknown: readonly LabelledExtraction[] = [],
  rule = 'blend',
) {
  const { gallery } = enrol(of);
  const found = leftOutSearches({
    gallery: { ...gallery, embedders },
    strangers: strangerProbes(unknown, gallery),
    rule: rule as 'blend',
  });
  if (found === undefined) throw new Error('Nobody was searched for.');
  return found;
}

describe('left-out searches', () => {
  it.each(SCORE_RULES)('give by %s what a network alone finds in a gallery without the photo', (rule) => {
    const found = searches(people, [], rule);
    for (const [network, { scores }] of found.scores.members.entries()) {
      const alone = people.map((photo) => withNetworkAlone(photo, network));
      const labelled = alone.map((photo, n) => ({ ...photo, label: people[n]?.label ?? '' }));
      const left = enrol(labelled.filter((_, n) => n !== 4)).gallery;
      const probe = { ...left.templates, rows: 1, data: row(enrol(labelled).gallery.templates, 4) };
      const [hit] = searchGallery(probe, searchable(left), { rule, candidateCount: 5 });
      for (const { identity, score } of hit?.candidates ?? [])
        expect(row(scores, 4)[identity]).toBeCloseTo(score, 5);
    }
  });

  it('are of every photo with another of its person, and of every stranger', () => {
    const lone = madeFace('lone', '0.jpg', HOW.spreads);
    const { scores, ...counts } = searches([...people, lone], strangers);
    expect(counts).toEqual({ matedPeople: 5, nonMatedPeople: 2, setOn: 'strangers' });
    expect(scores.truth).toHaveLength(15 + 6);
    expect([...scores.truth].filter((truth) => truth < 0)).toHaveLength(6);
    expect(new Set(scores.personOf).size).toBe(7);
  });

  it('let enrolled people stand in for strangers, to whom they themselves are least alike', () => {
    const { scores, setOn } = searches(people);
    expect(setOn).toBe('leave-one-identity-out');
    const [first] = scores.members;
    const standIn = row(first?.scores as never, 15);
    expect(scores.truth[15]).toBe(-1);
    expect(standIn[0]).toBe(Math.min(...standIn));
  });

  it('pass over a photo that a network failed on', () => {
    const [first, ...others] = people as [LabelledExtraction, ...LabelledExtraction[]];
    const { extraction } = first;
    if (extraction.kind !== 'faces') throw new Error('A made face has a face.');
    const faces = extraction.faces.map((face) => ({
      ...face,
      embeddings: [face.embeddings[0] as Float32Array, new Float32Array(4)],
    }));
    const lacking = { ...first, extraction: { ...extraction, faces } };
    expect(searches([lacking, ...others]).scores.truth).toHaveLength(2 * 14);
  });

  it('are none where nobody has a second photo', () => {
    const { gallery } = enrol(madeFaces('lone', 4, { ...HOW, photos: 1 }));
    const material = { gallery: { ...gallery, embedders }, strangers: strangerProbes([], gallery) };
    expect(leftOutSearches({ ...material, rule: 'blend' })).toBeUndefined();
  });
});
