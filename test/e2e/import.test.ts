import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { itWithModels, MODELS } from './photos.ts';
import { expectFault, quen, quenDone } from './quen.ts';

const Y1 = ['model-symbol.json', 'model-0000.params'];

/** The two files of insightface-y1 under other names, in a folder of their own. */
function copiedY1(): { folder: string; symbol: string; params: string } {
  const folder = temporaryFolder();
  const [symbol, params] = Y1.map((name) => join(MODELS, 'insightface-y1', name));
  copyFileSync(symbol, join(folder, 'mine.json'));
  copyFileSync(params, join(folder, 'mine.params'));
  return { folder, symbol: join(folder, 'mine.json'), params: join(folder, 'mine.params') };
}

/** A cache of its own, and no folder of models to find the files in. */
function surroundings() {
  const cache = temporaryFolder();
  return { cache, env: { QUEN_CACHE: cache, QUEN_MODELS: temporaryFolder() } };
}

function prepared(cache: string): string[] {
  return existsSync(join(cache, 'prepared')) ? readdirSync(join(cache, 'prepared')) : [];
}

describe('quen networks import', () => {
  itWithModels(
    'turns MXNet files into a network that is listed, verified and needs the files no more',
    async () => {
      const { cache, env } = surroundings();
      const { symbol, params } = copiedY1();
      const args = ['networks', 'import', params, symbol, '--as', 'insightface-y1'];
      expect(await quenDone(args, { env })).toContain('insightface-y1 imported');
      expect(prepared(cache)).toHaveLength(1);
      expect(await quenDone(['networks', 'list'], { env })).toMatch(/insightface-y1 .* here/);
      expect(await quenDone(['networks', 'verify', 'insightface-y1'], { env })).toContain('and runs');
    },
  );

  itWithModels('refuses files of another network than the card describes, and keeps nothing', async () => {
    const { cache, env } = surroundings();
    const { symbol, params } = copiedY1();
    const asAnother = ['networks', 'import', symbol, params, '--as', 'insightface-r100-ii'];
    const ended = await quen(asAnother, { env });
    expectFault(ended, { exit: 4, code: 'NETWORK_CARD_INVALID', says: ['insightface-r100-ii', '512'] });
    expect(prepared(cache)).toEqual([]);
    expect(existsSync(join(cache, 'cards'))).toBe(false);
  });

  itWithModels('refuses a file cut short and says which', async () => {
    const { cache, env } = surroundings();
    const { symbol, params } = copiedY1();
    writeFileSync(params, readFileSync(params).subarray(0, 1_000_000));
    const cut = ['networks', 'import', symbol, params];
    const known = await quen([...cut, '--as', 'insightface-y1'], { env });
    expectFault(known, { exit: 4, code: 'NETWORK_CHECKSUM', says: ['mine.params', 'SHA-256'] });
    const unknown = await quen([...cut, '--as', 'insightface-r100-ii'], { env });
    expectFault(unknown, { exit: 4, code: 'NETWORK_FILE_INVALID', says: ['cut short'] });
    expect(prepared(cache)).toEqual([]);
  });

  itWithModels('says what is missing when a file, the card or its name is left out', async () => {
    const { env } = surroundings();
    const { symbol, params } = copiedY1();
    const cases: [string[], string][] = [
      [[symbol, '--as', 'insightface-y1'], 'model-0000.params'],
      [[symbol, params], '--as'],
      [['--as', 'insightface-y1'], 'files'],
      [[symbol, params, '--as', 'faceplugin-fr-feature'], 'ONNX already'],
    ];
    for (const [args, says] of cases) {
      const ended = await quen(['networks', 'import', ...args], { env });
      expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: [says] });
    }
  });
});
