import { describe, expect, it } from 'vitest';
import { METHOD_FOLDS } from '../../../src/heads/folds.ts';
import type { EmbedderCard } from '../../../src/networks/card.ts';
import { CATALOGUE } from '../../../src/networks/catalogue.ts';
import { aivivnRecipe } from '../../../src/recipes/aivivn.ts';
import { parseRecipe } from '../../../src/recipes/parse-recipe.ts';
import { METHOD_LIMITS } from '../../../src/rejection/rejectors/distance-and-probability.ts';

type Change = readonly [path: string, value: unknown];

/** The method's recipe with other values at some paths; undefined removes. */
function changed(...changes: readonly Change[]): unknown {
  const copy = structuredClone(aivivnRecipe) as unknown as Record<string, unknown>;
  for (const [path, value] of changes) {
    const keys = path.split('.');
    const last = keys.pop() as string;
    let at = copy;
    for (const key of keys) at = at[key] as Record<string, unknown>;
    at[last] = value;
  }
  return JSON.parse(JSON.stringify(copy));
}

const problemsOf = (value: unknown): string => {
  try {
    parseRecipe(value, 'mine.json');
  } catch (cause) {
    expect(cause).toMatchObject({ code: 'RECIPE_INVALID' });
    return (cause as Error).message;
  }
  throw new Error('The recipe was accepted.');
};

describe("the method's recipe", () => {
  it('comes through JSON unchanged', () => {
    expect(parseRecipe(JSON.parse(JSON.stringify(aivivnRecipe)), 'aivivn')).toEqual(aivivnRecipe);
  });

  it('names fifteen embedders whose cards say the same of template, length and normalisation', () => {
    const cards = new Map(CATALOGUE.map((card) => [card.name, card as EmbedderCard]));
    expect(aivivnRecipe.networks).toHaveLength(15);
    for (const { name, template, dimension, normalisation } of aivivnRecipe.networks) {
      const card = cards.get(name);
      expect(card, name).toMatchObject({ task: 'embedder', template, normalisation, output: { dimension } });
    }
  });

  it('has the folds and limits that heads and rejectors have as the method’s', () => {
    const { foldCount, repeatCount, repeatsPerNetwork } = aivivnRecipe.folds;
    expect({ foldCount, repeatCount }).toEqual(METHOD_FOLDS);
    expect(foldCount * repeatsPerNetwork).toBe(20);
    const { distanceAbove, probabilityBelow } = aivivnRecipe.unknown;
    expect({ distance: distanceAbove, probability: probabilityBelow }).toEqual(METHOD_LIMITS);
  });

  it('gives 128 numbers of VGGFace2 the slow narrow head and everything else of it the narrow one', () => {
    const slow = aivivnRecipe.networks.filter(({ head }) => head === 'narrow-slow').map(({ name }) => name);
    expect(slow).toEqual(['vggface2-resnet50-128', 'vggface2-senet50-128']);
    expect(aivivnRecipe.networks.filter(({ head }) => head === 'wide')).toHaveLength(7);
    expect(aivivnRecipe.heads['narrow-slow']).toMatchObject({
      hiddenCount: 1024,
      schedule: { max: 2e-4, halfCycleEpochs: 4, gamma: 0.99994, base: 1e-7 },
    });
  });
});

describe('a recipe that is not sound', () => {
  it.each<[string, Change, RegExp]>([
    ['lacks a field', ['unknown.distanceAbove', undefined], /unknown\.distanceAbove/],
    ['has a field too many', ['rounds.1.thresold', 1], /thresold[\s\S]*rounds\[1\]/],
    ['has a word for a number', ['networks.2.weight', 'much'], /networks\[2\]\.weight/],
    ['has a network twice', ['networks.1.name', 'insightface-r100-ii'], /networks\[1\].*twice/],
    ['names a head there is not', ['networks.0.head', 'tall'], /networks\[0\]\.head.*'tall'/],
    ['has family weights off 1', ['networks.0.weight', 0.7], /insightface.*0\.95, not to 1/],
    ['has distances off 1', ['distanceWeights.insightface-y1', 0.5], /distanceWeights.*1\.45/],
    ['measures with a network it has not', ['distanceWeights.other', 0.1], /no network 'other'/],
    ['gives a say to a family without one', ['rounds.2.familyWeights', { dlib: 1 }], /rounds\[2\].*'dlib'/],
    ['learns from nothing', ['rounds.0.pseudoLabels', undefined], /rounds\[0\].*pseudoLabels is missing/],
    [
      'labels for nobody',
      ['rounds.2.pseudoLabels', aivivnRecipe.rounds[1]?.pseudoLabels],
      /rounds\[2\].*last round/,
    ],
    [
      'teaches unknowns to a round without them',
      ['rounds.1.unknownClass', false],
      /rounds\[1\].*unknownClass must be true/,
    ],
    ['takes views it does not make', ['networks.0.viewCount', 0], /networks\[0\].*viewCount/],
    ['draws more repeats than there are', ['folds.repeatsPerNetwork', 31], /31 repeats/],
    ['falls instead of rising', ['heads.wide.schedule.max', 1e-8], /heads\.wide.*max is below/],
  ])('and %s is refused, and told where', (_, change, says) => {
    const said = problemsOf(changed(change));
    expect(said).toMatch(says);
    expect(said).toContain('mine.json');
  });

  it('is told of all its problems at once', () => {
    const said = problemsOf(changed(['folds.repeatsPerNetwork', 31], ['networks.0.head', 'tall']));
    expect(said).toMatch(/'tall'[\s\S]*31 repeats/);
  });
});
