import { describe, expect, it } from 'vitest';
import { enrol } from '../../../../src/pipeline/enrol.ts';
import {
  chooseFusion,
  PEOPLE_TO_LEARN,
  type WeightsAsked,
} from '../../../../src/pipeline/ensemble/fusion.ts';
import { madeFaces } from './made-faces.ts';

const NETWORKS = ['sharp', 'blind'];
const HOW = { photos: 3, spreads: [0.3, 100] };
const people = madeFaces('person', PEOPLE_TO_LEARN + 10, HOW);
const strangers = madeFaces('stranger', 40, HOW);

function weightsOf(asked: WeightsAsked, of = people, unknown = strangers): number[] {
  const fusion = chooseFusion(of, unknown, { asked, networks: NETWORKS, rule: 'blend' });
  return (fusion?.networks ?? []).map(({ weight }) => weight);
}

describe('the weights of networks', () => {
  it('are the same for all unless asked otherwise', () => {
    expect(weightsOf('equal')).toEqual([0.5, 0.5]);
  });

  it('are those given, scaled to sum to one', () => {
    expect(weightsOf([3, 1])).toEqual([0.75, 0.25]);
  });

  it('are nearly nothing, when learnt, for a network that tells nobody apart', () => {
    const [sharp = 0, blind = 1] = weightsOf('learned');
    expect(blind).toBeLessThan(0.1);
    expect(sharp + blind).toBe(1);
  });

  it('are learnt without strangers too', () => {
    const [, blind = 1] = weightsOf('learned', people, []);
    expect(blind).toBeLessThan(0.1);
  });

  it('are learnt the same every time, in thousandths', () => {
    const weights = weightsOf('learned');
    expect(weightsOf('learned')).toEqual(weights);
    for (const weight of weights) expect(1000 * weight).toBeCloseTo(Math.round(1000 * weight), 9);
  });

  it('do not depend on how often a photo of one person stands there in copies', () => {
    const [first] = people;
    const copies = Array.from({ length: 5 }, (_, n) => ({
      ...(first as (typeof people)[number]),
      photo: { path: `copy ${n}`, name: `copy ${n}` },
      sha256: `copy ${n}`,
    }));
    expect(weightsOf('learned', [...people, ...copies])).toEqual(weightsOf('learned'));
  });

  it('are those of the gallery, whose parts they become', () => {
    const { gallery } = enrol(people, [0.75, 0.25]);
    expect(gallery.parts).toEqual([
      { dimension: 4, weight: 0.75 },
      { dimension: 4, weight: 0.25 },
    ]);
    const [a = 0, b = 0] = [0, 4].map((start) =>
      Math.hypot(...gallery.templates.data.subarray(start, start + 4)),
    );
    expect(a ** 2).toBeCloseTo(0.75, 5);
    expect(b ** 2).toBeCloseTo(0.25, 5);
  });

  it('are none for a single network', () => {
    expect(
      chooseFusion(people, strangers, { asked: 'learned', networks: ['one'], rule: 'blend' }),
    ).toBeUndefined();
  });
});

describe('with too few people to learn from', () => {
  const few = madeFaces('person', PEOPLE_TO_LEARN - 1, HOW);

  it('all networks weigh the same, and the statement says how many it takes', () => {
    const fusion = chooseFusion(few, strangers, { asked: 'learned', networks: NETWORKS, rule: 'blend' });
    expect(fusion).toMatchObject({ kind: 'equal', searches: { matedPeople: PEOPLE_TO_LEARN - 1 } });
    expect(fusion?.networks.map(({ weight }) => weight)).toEqual([0.5, 0.5]);
    expect(fusion?.statement).toContain(`${PEOPLE_TO_LEARN} people`);
    expect(fusion?.statement).toContain(`there are ${PEOPLE_TO_LEARN - 1}`);
  });

  it('a person with one photo does not count', () => {
    const single = madeFaces('lone', 20, { ...HOW, photos: 1 });
    const fusion = chooseFusion([...few, ...single], strangers, {
      ...{ asked: 'learned', networks: NETWORKS, rule: 'blend' },
    });
    expect(fusion?.kind).toBe('equal');
  });

  it('nobody with two photos is said in so many words', () => {
    const single = madeFaces('lone', 50, { ...HOW, photos: 1 });
    const fusion = chooseFusion(single, [], { asked: 'learned', networks: NETWORKS, rule: 'blend' });
    expect(fusion?.statement).toContain('Nobody has two photos');
  });
});

it('a network without weight is said to be of no use', () => {
  const fusion = chooseFusion(people, strangers, { asked: [1, 0], networks: NETWORKS, rule: 'blend' });
  expect(fusion?.statement).toContain('Without blind the answers are the same');
});
