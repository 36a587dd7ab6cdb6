import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MADE_ROWS, madeRecipeTables } from '../support/made-recipe-tables.ts';
import { hasShared, sharedPath } from '../support/shared-photos.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { expectFault, quen, quenDone } from './quen.ts';

describe('quen recipe', () => {
  it('shows a recipe that can be changed, checked and replayed', async () => {
    const recipe = JSON.parse(await quenDone(['recipe', 'show', 'aivivn']));
    const mine = join(temporaryFolder(), 'mine.json');
    recipe.rounds[1].pseudoLabels.probabilityAbove = 0.9;
    writeFileSync(mine, JSON.stringify(recipe));
    expect(await quenDone(['recipe', 'check', mine])).toMatch(
      /mine\.json is a sound recipe: 15 networks, 20 heads each/,
    );
    const said = await quenDone(['recipe', 'replay', madeRecipeTables(), '--recipe', mine]);
    expect(said).toContain('step-6: 1 pseudo-labels of 4 photos, 1 rows, 0 of them unknown');
  });

  it('replays tables and writes what comes out', async () => {
    const out = join(temporaryFolder(), 'out');
    const said = await quenDone(['recipe', 'replay', madeRecipeTables(), '--out', out]);
    expect(said).toContain('with the photos without a face: 2');
    expect(said).toContain('published pseudo_train.csv: not in the folder');
    expect(readFileSync(join(out, 'pseudo_train.csv'), 'utf8')).toBe(MADE_ROWS.pseudoTrain);
  });

  it.skipIf(!hasShared('data/aivivn'))("gives the contest's own figures", async () => {
    expect(await quenDone(['recipe', 'replay', sharedPath('data/aivivn')])).toBe(
      [
        'unknown by the rule (distance > 1.35, probability < 0.1): 102',
        'with the photos without a face: 115',
        'step-4: 13,794 pseudo-labels of 17,091 photos, 13,909 rows, 115 of them unknown',
        'step-6: 15,700 pseudo-labels of 17,091 photos, 15,700 rows, 176 of them unknown',
        'published pseudo_train.csv: 13,909 rows with the same photo and label, and none besides',
        'published unknown_predicted.csv: 115 rows with the same photo and label, and none besides',
        '',
      ].join('\n'),
    );
  });

  it('refuses tables, recipes and flags that are wrong', async () => {
    const mine = join(temporaryFolder(), 'mine.json');
    writeFileSync(mine, '{}');
    expectFault(await quen(['recipe', 'check', mine]), {
      exit: 3,
      code: 'RECIPE_INVALID',
      says: ['networks'],
    });
    expectFault(await quen(['recipe', 'replay', temporaryFolder()]), {
      exit: 3,
      code: 'TABLE_INVALID',
      says: ['pseudo_test.csv'],
    });
    expectFault(await quen(['recipe', 'replay']), { exit: 2, code: 'CONFIG_INVALID', says: ['the folder'] });
    expectFault(await quen(['recipe', 'show', 'best']), {
      exit: 2,
      code: 'CONFIG_INVALID',
      says: ['aivivn'],
    });
    expectFault(await quen(['recipe', 'replay', madeRecipeTables(), '--network', 'dlib-resnet-v1-method']), {
      exit: 3,
      code: 'RECIPE_INVALID',
      says: ['insightface-y1'],
    });
  });
});
