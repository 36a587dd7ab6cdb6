import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EvaluatedSearch } from '../../../src/evaluation/evaluated-search.ts';
import { evaluationFindings } from '../../../src/evaluation/findings.ts';
import { NO_EVIDENCE } from '../../../src/report/evaluation/evaluation-model.ts';
import { compareReports } from '../../../src/toolkit/compare-reports.ts';
import { EVALUATION_FORMAT, readEvaluation } from '../../../src/toolkit/evaluation-file.ts';
import type { EvaluationManifest } from '../../../src/toolkit/evaluation-manifest.ts';
import { writeEvaluation } from '../../../src/toolkit/write-evaluation.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const MANIFEST: EvaluationManifest = {
  versions: { quen: '0.1.0' },
  options: { fpir: 0.1, networks: ['made'] },
  networks: [
    { name: 'made', task: 'embedder', sha256: 'ab', licence: { stated: 'MIT', limits: 'None known.' } },
  ],
  seeds: { bootstrap: 1 },
  data: { searched: { photos: 40, labels: 21, sha256: 'cd' } },
  skipped: [],
};

/** Twenty people and twenty strangers, a photo each; person `lost` is not recognised. */
function madeSearches(lost: number, prefix = ''): EvaluatedSearch[] {
  return Array.from({ length: 40 }, (_, place): EvaluatedSearch => {
    const isMated = place < 20;
    const score = isMated ? (place === lost ? 0.2 : 0.9) : 0.3;
    const person = `${prefix}person ${place}`;
    return {
      ...{ photo: `${person}.jpg`, person, isMated, truth: isMated ? person : 'unknown', labels: [person] },
      found: { bestScore: score, ...(isMated && { mate: { rank: 1, score } }) },
      candidates: [{ identity: isMated ? person : 'person 1', score }],
      nearest: { photo: 'enrolled.jpg', identity: person, score },
      probability: score,
      enrolledPhotoCount: isMated ? 1 : 0,
    };
  });
}

async function writeMade(searches: readonly EvaluatedSearch[], manifest = MANIFEST): Promise<string> {
  const out = temporaryFolder();
  const findings = evaluationFindings(searches, 0.5, { resampleCount: 20 });
  await writeEvaluation(out, {
    title: 'Made',
    findings,
    searches,
    alone: [],
    manifest,
    evidence: NO_EVIDENCE,
  });
  return out;
}

describe('report.json', () => {
  it('gives back the searches that were written, from its path or its folder', async () => {
    const searches = madeSearches(3);
    const out = await writeMade(searches);
    const read = await readEvaluation(out);
    expect(read).toMatchObject({ title: 'Made', threshold: 0.5, manifest: { seeds: { bootstrap: 1 } } });
    expect(read.searches).toEqual(searches);
    expect(await readEvaluation(join(out, 'report.json'))).toEqual(read);
  });

  it('is the same bytes for the same run', async () => {
    const [one, two] = [await writeMade(madeSearches(3)), await writeMade(madeSearches(3))];
    for (const name of ['report.json', 'report.html'])
      expect(readFileSync(join(one, name))).toEqual(readFileSync(join(two, name)));
  });

  it('has the machine under a key of its own, and nothing of it elsewhere', async () => {
    const out = await writeMade(madeSearches(3));
    const { machine, ...rest } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
    expect(Object.keys(machine)).toEqual(['cpu', 'cores', 'memory_gib']);
    expect(JSON.stringify(rest)).not.toContain(machine.cpu);
  });

  it.each([
    ['is not there', undefined, 'is not there'],
    ['is not JSON', '{ "format": ', 'not JSON'],
    ['is of another kind', '{ "format": "quen-gallery" }', 'format'],
    [
      'has a search without its photo',
      `{ "format": "${EVALUATION_FORMAT}", "searches": [{}] }`,
      'searches.0.photo',
    ],
  ])('is refused when it %s', async (_, text, says) => {
    const file = join(temporaryFolder(), 'report.json');
    const rest = '"title": "x", "machine": {}, "manifest": {}, "findings": { "threshold": 1 }';
    if (text !== undefined) writeFileSync(file, text.replace(/^\{(?= "f.*\})/, `{ ${rest},`));
    await expect(readEvaluation(file)).rejects.toMatchObject({
      code: 'REPORT_INVALID',
      message: expect.stringContaining(says),
    });
  });

  it('is refused when a folder has none', async () => {
    const folder = join(temporaryFolder(), 'empty');
    mkdirSync(folder);
    await expect(readEvaluation(folder)).rejects.toMatchObject({ code: 'REPORT_INVALID' });
  });
});

describe('comparing two reports', () => {
  it('finds the photos that changed sides and what differs in the manifests', async () => {
    const manifest = { ...MANIFEST, options: { ...MANIFEST.options, fpir: 0.2 } };
    const comparison = await compareReports({
      first: await writeMade(madeSearches(3)),
      second: await writeMade(madeSearches(4), manifest),
    });
    expect(comparison.changed.map(({ photo }) => photo)).toEqual(['person 4.jpg', 'person 3.jpg']);
    expect(comparison.settings).toEqual([{ name: 'options.fpir', first: '0.1', second: '0.2' }]);
    expect(comparison.runs.recognised).toMatchObject({
      onlyFirstRight: 1,
      onlySecondRight: 1,
      bothRight: 18,
    });
  });

  it('compares the photos that both have and counts the others', async () => {
    const { runs } = await compareReports({
      first: await writeMade(madeSearches(3)),
      second: await writeMade(madeSearches(3).slice(0, 30)),
    });
    expect(runs).toMatchObject({ photosInBoth: 30, photosOnlyInFirst: 10, photosOnlyInSecond: 0 });
  });

  it('is refused where no photo is in both', async () => {
    const [first, second] = [await writeMade(madeSearches(3)), await writeMade(madeSearches(3, 'other '))];
    await expect(compareReports({ first, second })).rejects.toMatchObject({
      code: 'EVALUATION_EMPTY',
      message: expect.stringContaining('no photo in common'),
    });
  });

  it('writes a page where it is asked to', async () => {
    const first = await writeMade(madeSearches(3));
    const html = join(temporaryFolder(), 'new', 'diff.html');
    await compareReports({ first, second: first, html });
    expect(readFileSync(html, 'utf8')).toContain('Two evaluations compared');
  });
});
