import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replayRecipe } from '../../../src/toolkit/recipe-replay.ts';
import { MADE_ROWS, madeRecipeTables } from '../../support/made-recipe-tables.ts';
import { hasShared, sharedPath } from '../../support/shared-photos.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const nothingElse = { onlyHere: [], onlyThere: [], otherLabel: [] };

describe.skipIf(!hasShared('data/aivivn'))("a replay on the contest's own tables", () => {
  it('gives the published counts and, photo by photo, the published rows', async () => {
    const { replay, pseudoTrain, unknowns } = await replayRecipe({ tables: sharedPath('data/aivivn') });
    expect(replay.unknowns.byRule).toHaveLength(102);
    expect(replay.unknowns.withoutFace).toHaveLength(13);
    const [step4, step6] = replay.rounds.map(({ rows, ...counts }) => ({ ...counts, rowCount: rows.length }));
    expect(step4).toMatchObject({ labelledCount: 13_794, rowCount: 13_909, unknownCount: 115 });
    expect(step6).toMatchObject({ labelledCount: 15_700, rowCount: 15_700, unknownCount: 176 });
    expect(pseudoTrain).toEqual({ sameCount: 13_909, ...nothingElse });
    expect(unknowns).toEqual({ sameCount: 115, ...nothingElse });
  });

  it('finds the unknowns with the published probability and distance, in the published order', async () => {
    const { replay } = await replayRecipe({ tables: sharedPath('data/aivivn') });
    const published = readFileSync(sharedPath('data/aivivn/unknown_predicted.csv'), 'utf8')
      .trim()
      .split('\n');
    const found = replay.unknowns.byRule.map(({ image, probability, distance }) => ({
      image,
      probability,
      distance,
    }));
    const wanted = published.slice(1, 103).map((line) => line.split(','));
    expect(found.map(({ image }) => image)).toEqual(wanted.map(([image]) => image));
    const faceless = published.slice(103).map((line) => line.split(',')[0]);
    expect(replay.unknowns.withoutFace.map(({ image }) => image)).toEqual(faceless);
    // 26 of the 102 probabilities were published with another last bit than in the table they come from.
    for (const [place, { probability, distance }] of found.entries()) {
      expect(probability).toBeCloseTo(Number(wanted[place]?.[2]), 14);
      expect(distance).toBeCloseTo(Number(wanted[place]?.[3]), 14);
    }
  });

  it('leaves no photo so near a limit that > or >= would matter', async () => {
    const { recipe } = await replayRecipe({ tables: sharedPath('data/aivivn') });
    const moved = (step: number) => {
      const copy = structuredClone(recipe);
      copy.unknown.distanceAbove += step;
      copy.unknown.probabilityBelow -= step;
      for (const { pseudoLabels } of copy.rounds) {
        if (pseudoLabels === undefined) continue;
        pseudoLabels.probabilityAbove += step;
        if (pseudoLabels.distanceBelow !== undefined) pseudoLabels.distanceBelow -= step;
      }
      const path = join(temporaryFolder(), 'recipe.json');
      writeFileSync(path, JSON.stringify(copy));
      return path;
    };
    for (const step of [-1e-5, 1e-5]) {
      const { pseudoTrain, unknowns } = await replayRecipe({
        tables: sharedPath('data/aivivn'),
        recipe: moved(step),
      });
      expect([pseudoTrain, unknowns]).toMatchObject([nothingElse, nothingElse]);
    }
  });
});

describe('a replay on made tables', () => {
  it('writes the rows of both rounds, the unknowns, the recipe and the figures', async () => {
    const out = join(temporaryFolder(), 'new');
    const { files } = await replayRecipe({ tables: madeRecipeTables(), out });
    const text = (name: string): string => readFileSync(join(out, name), 'utf8');
    expect(text('pseudo_train.csv')).toBe(MADE_ROWS.pseudoTrain);
    expect(text('pseudo_train_step2.csv')).toBe(MADE_ROWS.step2);
    const [, stranger, faceless] = text('unknown_predicted.csv').trim().split('\n');
    expect(stranger).toMatch(/^b\.png,4,0\.05,1\.53/);
    expect(faceless).toBe('d.png,,,');
    expect(JSON.parse(text('replay.json'))).toMatchObject({
      unknowns: { byRule: 1, withoutFace: 1 },
      rounds: [
        { labelledCount: 1, rowCount: 3 },
        { rowCount: 2, unknownCount: 1 },
      ],
      published: {},
    });
    expect(files).toHaveLength(5);
    const again = await replayRecipe({ tables: madeRecipeTables(), recipe: join(out, 'recipe.json') });
    expect(again.replay.rounds[0]?.rows).toHaveLength(3);
  });

  it('tells where its rows differ from published ones', async () => {
    const tables = madeRecipeTables();
    writeFileSync(join(tables, 'pseudo_train.csv'), 'image,label\na.png,2\nb.png,1000\nc.png,5\n');
    writeFileSync(join(tables, 'unknown_predicted.csv'), 'image,label,prob\nb.png,4.0,0.05\nd.png,,\n');
    const { pseudoTrain, unknowns } = await replayRecipe({ tables });
    expect(pseudoTrain).toEqual({
      sameCount: 1,
      onlyHere: ['d.png'],
      onlyThere: ['c.png'],
      otherLabel: ['a.png'],
    });
    expect(unknowns).toEqual({ sameCount: 2, ...nothingElse });
  });

  it('needs the distances of the networks it does with alone', async () => {
    const tables = madeRecipeTables();
    rmSync(join(tables, 'distances/model-r100-ii.csv.gz'));
    await expect(replayRecipe({ tables })).rejects.toMatchObject({ code: 'TABLE_INVALID' });
    const { notes, replay } = await replayRecipe({ tables, networks: ['insightface-r34-amf'] });
    expect(notes).toContain('Distance: insightface-r34-amf 1.');
    expect(replay.unknowns.byRule).toEqual([]);
  });
});

describe('tables that cannot be replayed', () => {
  it.each<[string, (tables: string) => void, RegExp]>([
    [
      'a table is missing',
      (tables) => rmSync(join(tables, 'pseudo_test_step2.csv')),
      /pseudo_test_step2\.csv cannot be read: it does not exist/,
    ],
    [
      'a row is missing',
      (tables) =>
        writeFileSync(join(tables, 'distances/model-r34-amf.csv'), 'image,dist\na.png,1\nb.png,1\nd.png,1\n'),
      /model-r34-amf\.csv has no row for the photo c\.png, which is in .*pseudo_test\.csv, line 4/,
    ],
    [
      'a row is too many',
      (tables) =>
        writeFileSync(
          join(tables, 'pseudo_test_step2.csv'),
          'image,label,prob\na.png,1,1\nb.png,1,1\nc.png,1,1\nd.png,1,1\nz.png,1,1\n',
        ),
      /pseudo_test_step2\.csv, line 6: The photo z\.png is not in .*pseudo_test\.csv/,
    ],
    [
      'a photo stands there twice',
      (tables) => writeFileSync(join(tables, 'pseudo_test.csv'), 'image,label,prob\na.png,1,1\na.png,1,1\n'),
      /pseudo_test\.csv, line 3: The photo a\.png stands in line 2 already/,
    ],
    [
      'a probability is no number',
      (tables) =>
        writeFileSync(join(tables, 'pseudo_test.csv'), 'image,label,prob\na.png,1,1\nb.png,1,high\n'),
      /pseudo_test\.csv, line 3: The prob 'high' is not a number from 0 to 1/,
    ],
    [
      'a probability is missing',
      (tables) => writeFileSync(join(tables, 'pseudo_test.csv'), 'image,label,prob\na.png,1,\n'),
      /pseudo_test\.csv, line 2: The prob '' is not a number/,
    ],
    [
      'a distance is out of range',
      (tables) => writeFileSync(join(tables, 'distances/model-r34-amf.csv'), 'image,dist\na.png,17\n'),
      /model-r34-amf\.csv, line 2: The dist '17'/,
    ],
    [
      'a column is missing',
      (tables) => writeFileSync(join(tables, 'pseudo_test.csv'), 'image,label\na.png,1\n'),
      /pseudo_test\.csv, line 1: .*no column 'prob'/,
    ],
    [
      'a photo without a face is of no table',
      (tables) => writeFileSync(join(tables, 'no-face.txt'), 'd.png\n\nz.png\n'),
      /no-face\.txt, line 3: The photo z\.png/,
    ],
    [
      'a packed table is damaged',
      (tables) => writeFileSync(join(tables, 'distances/model-r100-ii.csv.gz'), 'not packed'),
      /model-r100-ii\.csv\.gz cannot be unpacked/,
    ],
  ])('are refused where %s', async (_, damage, says) => {
    const tables = madeRecipeTables();
    damage(tables);
    await expect(replayRecipe({ tables })).rejects.toMatchObject({
      code: 'TABLE_INVALID',
      message: expect.stringMatching(says),
    });
  });
});
