import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EVALUATION_STYLE_SHA256 } from '../../../../src/report/evaluation/evaluation-page.ts';
import { EVALUATION_STYLE } from '../../../../src/report/evaluation/evaluation-style.ts';
import { ablationPlots } from '../../../../src/report/evaluation/plot-section.ts';
import { renderEvaluation } from '../../../../src/report/evaluation/render-evaluation.ts';
import { HOSTILE_NAME } from '../made-report.ts';
import { madeError, madeEvaluation, madeFigures, madeFindings, madeSlices } from './made-evaluation.ts';

const NO_ERRORS = { strangersNamed: [], namedWrongly: [], missed: [] };
const NO_CURVES = { dirFpir: [], oscr: [], cmc: [], riskCoverage: [], reliability: [] };

describe('the page of an evaluation', () => {
  it('allows exactly its own style', () => {
    const hash = createHash('sha256').update(EVALUATION_STYLE).digest('base64');
    expect(EVALUATION_STYLE_SHA256, 'write this hash into evaluation-page.ts').toBe(hash);
  });

  it('has no script, no inline style, and names no address outside itself', async () => {
    const page = await renderEvaluation(madeEvaluation());
    expect(page.match(/<script|\s(style|on[a-z]+)=|https?:|\/\/[a-z]+\.|@import|url\((?!#)/i)).toBeNull();
    expect(page.match(/<style/g)).toHaveLength(1);
  });

  it('is the same text each time', async () => {
    expect(await renderEvaluation(madeEvaluation())).toBe(await renderEvaluation(madeEvaluation()));
  });

  it('has each id once, and every link leads to one', async () => {
    const page = await renderEvaluation(madeEvaluation());
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  });

  it('escapes a hostile name wherever it can come in', async () => {
    const error = madeError({
      photo: HOSTILE_NAME,
      person: HOSTILE_NAME,
      candidate: HOSTILE_NAME,
      nearest: { photo: HOSTILE_NAME, identity: HOSTILE_NAME, score: 0.6 },
    });
    const findings = madeFindings({
      warnings: [HOSTILE_NAME],
      confusions: [{ person: HOSTILE_NAME, isMated: true, namedAs: HOSTILE_NAME, count: 2, worst: error }],
      worstErrors: { strangersNamed: [error], namedWrongly: [error], missed: [error] },
      people: [
        {
          person: HOSTILE_NAME,
          isMated: true,
          enrolledPhotoCount: 1,
          searches: 2,
          right: 1,
          namedWrongly: 1,
          missed: 0,
        },
      ],
      slices: [madeSlices(HOSTILE_NAME, { [HOSTILE_NAME]: 0.9, other: 0.8 })],
    });
    const named = { name: HOSTILE_NAME, value: HOSTILE_NAME };
    const page = await renderEvaluation({
      title: HOSTILE_NAME,
      findings,
      thresholdStatement: HOSTILE_NAME,
      alone: [HOSTILE_NAME, 'other'].map((name) => ({ name, figures: madeFigures() })),
      evidence: {
        candidates: new Map([[HOSTILE_NAME, [{ identity: HOSTILE_NAME, score: 0.6 }]]]),
        probes: new Map([[HOSTILE_NAME, HOSTILE_NAME]]),
        enrolled: new Map([[HOSTILE_NAME, HOSTILE_NAME]]),
        portraits: new Map([[HOSTILE_NAME, HOSTILE_NAME]]),
      },
      provenance: {
        networks: [{ name: HOSTILE_NAME, task: HOSTILE_NAME, licence: HOSTILE_NAME, limits: HOSTILE_NAME }],
        settings: [named],
        facts: [named],
        skipped: [{ path: HOSTILE_NAME, code: 'PHOTO_UNREADABLE', reason: HOSTILE_NAME }],
      },
    });
    expect(page).not.toMatch(/<img src=x|<\/script/);
    expect(page.match(/&lt;img src=x/g)?.length).toBeGreaterThan(30);
  });

  it('says what could not be measured, and why', async () => {
    const page = await renderEvaluation(madeEvaluation());
    expect(page).toContain('not measurable');
    expect(page).toContain('3,000 are needed');
  });

  it('stands without a single curve, error, slice or network of its own', async () => {
    const findings = madeFindings({
      ...{ curves: NO_CURVES, thresholdTable: [], confusions: [], worstErrors: NO_ERRORS },
      ...{ people: [], slices: [], warnings: [] },
      scoreHistogram: { edges: [], matedRight: [], matedWrong: [], nonMated: [] },
    });
    const page = await renderEvaluation(madeEvaluation({ findings, alone: [] }));
    expect(page).not.toContain('<svg');
    expect(page).toContain('There was none at the threshold.');
    expect(page).not.toMatch(/NaN|undefined|Infinity|href="#thresholds"/);
  });

  it('calls a stranger without a name so, not by the name of the photo', async () => {
    const nameless = madeError({ person: 'a.jpg', photo: 'a.jpg', mate: null, enrolledPhotoCount: 0 });
    const worstErrors = { ...NO_ERRORS, strangersNamed: [nameless] };
    const page = await renderEvaluation(
      madeEvaluation({ findings: madeFindings({ worstErrors, confusions: [] }) }),
    );
    expect(page).toContain('<strong>A stranger</strong>: best candidate');
    expect(page).not.toContain('<strong><bdi>a.jpg');
  });

  it('shows how a person is enrolled only beside a photo that looks more like somebody else', async () => {
    const right = madeError({ nearest: { photo: 'x/1.jpg', identity: 'Trần Đức Minh', score: 0.4 } });
    const page = async (missed: typeof right) => {
      const findings = madeFindings({ worstErrors: { ...NO_ERRORS, missed: [missed] }, confusions: [] });
      return await renderEvaluation(madeEvaluation({ findings }));
    };
    expect(await page(madeError())).toContain('enrolled: Trần Đức Minh');
    expect(await page(right)).not.toContain('enrolled: Trần Đức Minh');
  });

  it('folds away all but eight errors of a kind', async () => {
    const errors = Array.from({ length: 11 }, (_, place) => madeError({ photo: `${place}.jpg` }));
    const findings = madeFindings({ worstErrors: { ...NO_ERRORS, namedWrongly: errors }, confusions: [] });
    const page = await renderEvaluation(madeEvaluation({ findings }));
    expect(page).toContain('<summary>3 more</summary>');
    expect(page.match(/<li class="error">/g)).toHaveLength(11);
  });
});

describe('networks alone and together', () => {
  const alone = ['a', 'b'].map((name) => ({ name, figures: madeFigures() }));
  const rowsOf = (plots: ReturnType<typeof ablationPlots>) => plots[0]?.table?.rows.map(([name]) => name);

  it('is drawn of two networks, not of one', () => {
    expect(rowsOf(ablationPlots(madeFigures(), alone))).toEqual(['a', 'b', 'all together']);
    expect(ablationPlots(madeFigures(), alone.slice(1))).toEqual([]);
  });

  it('compares rank 1 where strangers are too few for FPIR 1 %', () => {
    const few = madeFigures({ 'dir_at_fpir.0.01': null });
    const [plot] = ablationPlots(few, alone);
    expect(plot?.label).toContain('rank 1');
  });
});
