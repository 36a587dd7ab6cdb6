import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SCRIPT_SHA256, STYLE_SHA256 } from '../../../src/report/page/content-policy.ts';
import { REPORT_SCRIPT } from '../../../src/report/page/script.ts';
import { REPORT_STYLE } from '../../../src/report/page/style.ts';
import { renderReport, renderReportChunks } from '../../../src/report/render-report.ts';
import {
  emptyReport,
  HOSTILE_NAME,
  madeFace,
  madeReport,
  UNPROMISED,
  VIETNAMESE_NFC,
  VIETNAMESE_NFD,
} from './made-report.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

describe('the report page', () => {
  it('allows exactly its own style and script', () => {
    expect(STYLE_SHA256, 'write this hash into content-policy.ts').toBe(sha256(REPORT_STYLE));
    expect(SCRIPT_SHA256, 'write this hash into content-policy.ts').toBe(sha256(REPORT_SCRIPT));
  });

  it('has one script, no inline style and no inline handler', () => {
    const page = renderReport(madeReport(20));
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<style/g)).toHaveLength(1);
    expect(page.match(/\s(style|on[a-z]+)=/)).toBeNull();
  });

  it('names no address outside itself', () => {
    const page = renderReport(madeReport(20));
    expect(page.match(/https?:|\/\/[a-z]+\.|@import|url\((?!#)/i)).toBeNull();
    const targets = [...page.matchAll(/\s(?:src|href)="([^"]*)"/g)].map(([, target]) => target ?? '');
    expect(targets.filter((target) => !/^(#|data:image\/)/.test(target))).toEqual([]);
  });

  it('draws no threshold over scores that a rejector overrules, and tells what it says', () => {
    const face = madeFace('Amara Okafor', 0.61, { acceptance: 7.5, reason: 'made says so' });
    const photos = [{ kind: 'searched' as const, photo: 'a.jpg', faces: [face] }];
    const threshold = { ...UNPROMISED, value: 3.25, rejector: 'made' };
    const page = renderReport(emptyReport({ photos, threshold }));
    expect(page).toContain('3.250, on the scale of the rejector &#39;made&#39;');
    expect(page).toContain('The rejector &#39;made&#39; decides who is named');
    expect(page).toContain('7.500');
    expect(page).toContain('Score bars run from 0.0 to 0.7');
    expect(page).not.toContain('class="mark"');
    expect(renderReport(emptyReport({ photos, threshold: UNPROMISED }))).toContain('class="mark"');
  });

  it('escapes a hostile name wherever it can come in', () => {
    const nearest = { photo: HOSTILE_NAME, identity: HOSTILE_NAME, score: 0.9 };
    const face = madeFace(HOSTILE_NAME, 0.9, { nearest, reason: HOSTILE_NAME });
    const stranger = madeFace(undefined, 0.1, {
      nearest,
      candidates: [{ identity: HOSTILE_NAME, score: 0.1 }],
    });
    const page = renderReport(
      emptyReport({
        title: HOSTILE_NAME,
        settings: [{ name: HOSTILE_NAME, value: HOSTILE_NAME }],
        networks: [{ name: HOSTILE_NAME, task: HOSTILE_NAME, licence: HOSTILE_NAME, limits: HOSTILE_NAME }],
        threshold: { ...UNPROMISED, statement: HOSTILE_NAME },
        people: [HOSTILE_NAME, `${HOSTILE_NAME}2`].map((identity) => ({ identity, photoCount: 1 })),
        photos: [
          { kind: 'searched', photo: HOSTILE_NAME, faces: [face, stranger] },
          { kind: 'no-face', photo: HOSTILE_NAME, reason: HOSTILE_NAME },
          { kind: 'failed', photo: HOSTILE_NAME, code: 'PHOTO_UNREADABLE', reason: HOSTILE_NAME },
        ],
        pictures: new Map([
          [
            HOSTILE_NAME,
            { dataUri: HOSTILE_NAME, widthPx: 4, heightPx: 3, photoWidthPx: 40, photoHeightPx: 30 },
          ],
        ]),
        facePictures: new Map([[HOSTILE_NAME, [HOSTILE_NAME]]]),
        enrolledPictures: new Map([[HOSTILE_NAME, HOSTILE_NAME]]),
        skipped: [{ path: HOSTILE_NAME, code: HOSTILE_NAME, reason: HOSTILE_NAME }],
      }),
    );
    expect(page.includes('<img src=x')).toBe(false);
    expect(page.match(/<\/script>/g)).toHaveLength(1);
    expect(page.split('&lt;img src=x onerror=alert(1)&gt;').length).toBeGreaterThan(20);
  });

  it('keeps a name in the normal form it came in', () => {
    expect(VIETNAMESE_NFC).not.toBe(VIETNAMESE_NFD);
    for (const name of [VIETNAMESE_NFC, VIETNAMESE_NFD]) {
      const page = renderReport(
        emptyReport({ photos: [{ kind: 'searched', photo: `${name}.jpg`, faces: [madeFace(name, 0.9)] }] }),
      );
      expect(page.includes(`<bdi>${name}</bdi>`)).toBe(true);
      expect(page.includes(`<bdi>${name}.jpg</bdi>`)).toBe(true);
    }
  });

  it('says in plain words how sure an answer is, and never that it is certain', () => {
    const page = (face: ReturnType<typeof madeFace>): string =>
      renderReport(emptyReport({ photos: [{ kind: 'searched', photo: 'a.jpg', faces: [face] }] }));
    expect(page(madeFace('Lan', 0.9, { probability: 0.834 }))).toContain('>83\u00A0% sure<');
    expect(page(madeFace('Lan', 0.9, { probability: 1 }))).toContain('>over 99\u00A0% sure<');
    const unknown = page(madeFace(undefined, 0.1, { probability: 0.001 }));
    expect(unknown).toContain('Chance that it is <bdi>Amara Okafor</bdi> after all: under 1\u00A0%.');
    expect(unknown).not.toContain('% sure');
  });

  it('says nothing of how sure an answer is where that could not be learnt', () => {
    const faces = [madeFace('Lan', 0.9), madeFace(undefined, 0.1, { face: 1 })];
    const page = renderReport(emptyReport({ photos: [{ kind: 'searched', photo: 'a.jpg', faces }] }));
    expect(page).not.toMatch(/% sure|Chance that it is/);
  });

  it('says in words what was found', () => {
    const faces = [madeFace('Lan', 0.9), madeFace(undefined, 0.1)];
    const page = renderReport(
      emptyReport({
        people: ['Lan', 'Hoa'].map((identity) => ({ identity, photoCount: 1 })),
        photos: [{ kind: 'searched', photo: 'a.jpg', faces }],
      }),
    );
    expect(page.includes('2 faces in 1 photo. 1 belongs to 1 of 2 enrolled people; 1 is unknown.')).toBe(
      true,
    );
  });

  it('warns only when the rate is not promised', () => {
    expect(renderReport(emptyReport())).not.toContain('not promised');
    expect(renderReport(emptyReport({ threshold: UNPROMISED }))).toContain(
      'Warning: the false-alarm rate is not promised',
    );
  });

  it('gives cards to the first photos only, and says how many are left out', () => {
    const page = renderReport(madeReport(1200, { shownPhotoCount: 5, pictures: new Map() }));
    expect(page.match(/<article class="photo/g)).toHaveLength(5);
    expect(page.includes('Shown: the first 5 of 1,200; the rest is in identities.csv.')).toBe(true);
    expect(page.includes('href="#photo-6"')).toBe(false);
  });

  it('leaves the faces of photos without a card to a count', () => {
    const faces = [madeFace('Lan', 0.9)];
    const photos = ['a.jpg', 'b.jpg', 'c.jpg'].map((photo) => ({ kind: 'searched' as const, photo, faces }));
    const page = renderReport(emptyReport({ photos, shownPhotoCount: 1 }));
    expect(page.includes('and 2 more faces in identities.csv')).toBe(true);
    expect(renderReport(emptyReport({ photos, shownPhotoCount: 0 })).includes('Worth a second look')).toBe(
      false,
    );
  });

  it('states the time of the run only where it is given', () => {
    const { createdAt: _, ...timeless } = emptyReport();
    expect(renderReport(emptyReport()).includes('>2026-02-19 08:05 UTC</time>')).toBe(true);
    expect(renderReport(timeless).includes('<time')).toBe(false);
  });

  it('links only to places it has', () => {
    const page = renderReport(madeReport(60, { shownPhotoCount: 30 }));
    const ids = new Set([...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
    const targets = [...page.matchAll(/(?:href="|url\()#([^")]+)/g)].map(([, id]) => id);
    expect(targets.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('is whole without any photo or picture', () => {
    expect(renderReport(emptyReport())).toContain('0 faces in 0 photos.');
    const page = renderReport(madeReport(9, { pictures: new Map(), facePictures: new Map() }));
    expect(page.includes('class="face-blank"')).toBe(true);
    expect(page.endsWith('</html>\n')).toBe(true);
  });

  it('comes in pieces that make the same page', () => {
    const model = madeReport(12);
    expect([...renderReportChunks(model)].join('') === renderReport(model)).toBe(true);
  });
});
