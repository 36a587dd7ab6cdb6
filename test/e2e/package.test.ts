import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as quenPackage from '../../dist/index.js';
import manifest from '../../package.json' with { type: 'json' };
import { ROOT } from './quen.ts';

describe('the package', () => {
  it('holds the build and no tests, sources or maps', () => {
    const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT,
      stdio: 'pipe',
    });
    const [pack] = JSON.parse(said.toString()) as [{ files: { path: string }[] }];
    const paths = pack.files.map(({ path }) => path);
    const entries = [
      'dist/index.js',
      'dist/index.d.ts',
      'dist/worker.js',
      'dist/train-worker.js',
      'dist/cli/main.js',
      'dist/web/index.html',
      'LICENSE',
      'package.json',
    ];
    expect(paths).toEqual(expect.arrayContaining(entries));
    const surplus = paths.filter((path) =>
      /^(src|test|bench|scripts|web)\/|\.map$|\.tsbuildinfo$|\.test\./.test(path),
    );
    expect(surplus).toEqual([]);
    expect(paths.filter((path) => /\.(jpe?g|png|onnx|quen|segment)$/.test(path))).toEqual([]);
  });

  it('exports what it promises and nothing else', () => {
    expect(Object.keys(quenPackage).sort()).toEqual([
      ...[
        'BUNDLE_REJECTIONS',
        'DETECTION_RUNGS',
        'FINDING_KINDS',
        'HEAD_NAMES',
        'HEAD_SCORE_KINDS',
        'INDEX_KINDS',
        'QUEN_ERROR_CODES',
        'QuenError',
        'SCORE_RULES',
        'applyFixes',
        'audit',
        'compareEnsemble',
        'compareReports',
        'enrolGallery',
      ],
      ...[
        'evaluateBlufr',
        'evaluateLfwOpenSet',
        'evaluateLfwPairs',
        'evaluatePeople',
        'evaluateTables',
        'exportEmbeddings',
        'exportHeads',
        'exportShards',
        'identify',
        'isQuenError',
        'jobsStatus',
        'removeJobs',
        'retryJobs',
        'runRecipe',
        'runWorker',
        'trainPeople',
        'undoFixes',
        'version',
      ],
    ]);
    expect(quenPackage.version).toBe(manifest.version);
  });

  it('points its entries at files that are there', () => {
    const { '.': library, './client': client } = manifest.exports;
    const entries = [library, client].flatMap((entry) => [entry.types, entry.default]);
    for (const path of [...entries, manifest.bin.quen]) expect(existsSync(join(ROOT, path))).toBe(true);
  });

  it('throws coded faults from the library', async () => {
    const fault = await quenPackage
      .identify({ people: 'nowhere', photos: 'nowhere' })
      .catch((cause: unknown) => cause);
    expect(quenPackage.isQuenError(fault, 'PEOPLE_EMPTY')).toBe(true);
    const typo = await quenPackage
      .identify({ people: 'p', photos: 'p', fpri: 0.1 } as never)
      .catch((cause: unknown) => cause);
    expect(quenPackage.isQuenError(typo, 'CONFIG_INVALID') && typo.message).toContain('fpri');
  });
});
