import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuditModel } from '../../../../src/report/audit/audit-model.ts';
import { AUDIT_SCRIPT } from '../../../../src/report/audit/audit-script.ts';
import { AUDIT_STYLE } from '../../../../src/report/audit/audit-style.ts';
import {
  AUDIT_SCRIPT_SHA256,
  AUDIT_STYLE_SHA256,
  renderAudit,
} from '../../../../src/report/audit/render-audit.ts';
import { HOSTILE_NAME } from '../made-report.ts';
import { madeAudit, madeFinding } from './made-audit.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');
const page = (model: AuditModel): string => [...renderAudit(model)].join('');

describe('the page of an audit', () => {
  it('allows exactly its own style and script', () => {
    expect(AUDIT_STYLE_SHA256, 'write this hash into render-audit.ts').toBe(sha256(AUDIT_STYLE));
    expect(AUDIT_SCRIPT_SHA256, 'write this hash into render-audit.ts').toBe(sha256(AUDIT_SCRIPT));
    expect(page(madeAudit())).not.toMatch(/\s(style|on[a-z]+)=/);
  });

  it('groups findings by kind, in the order of the kinds', () => {
    const ids = [...page(madeAudit()).matchAll(/<section id="([a-z-]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([
      'summary',
      'wrong-person',
      'same-person',
      'near-copy',
      'blurred',
      'skipped',
      'about',
    ]);
  });

  it('escapes a hostile name wherever it can come in', () => {
    const finding = madeFinding('f0001', {
      people: [HOSTILE_NAME],
      photos: [HOSTILE_NAME],
      reason: HOSTILE_NAME,
      evidence: [{ photo: `2${HOSTILE_NAME}`, person: HOSTILE_NAME, score: 0.5, role: HOSTILE_NAME }],
    });
    const hostile = madeAudit({
      title: HOSTILE_NAME,
      findings: [finding],
      fixTitles: new Map([['f0001', HOSTILE_NAME]]),
      fixes: { people: HOSTILE_NAME, fixes: [] },
      skipped: [{ path: HOSTILE_NAME, code: '', reason: HOSTILE_NAME }],
    });
    expect(page(hostile)).not.toContain(HOSTILE_NAME);
    expect(page(hostile).match(/<script/g)).toHaveLength(2);
  });

  it('gives back the list of fixes that it holds', () => {
    const model = madeAudit({ fixes: { people: '</script><b>&', fixes: [] } });
    const [, text = ''] =
      /<script type="application\/json" id="fixes">(.*?)<\/script>/s.exec(page(model)) ?? [];
    expect(JSON.parse(text)).toEqual(model.fixes);
  });

  it('shows the findings it is told to and says how many more there are', () => {
    const text = page(madeAudit({ shown: new Set(['f0001']) }));
    expect(text.match(/<article/g)).toHaveLength(1);
    expect(text.match(/1 more finding in audit\.json/g)).toHaveLength(3);
  });

  it('has no box to tick where nothing is proposed or nothing can be moved', () => {
    expect(page(madeAudit()).match(/type="checkbox"/g)).toHaveLength(3);
    const { fixes: _fixes, ...table } = madeAudit({ fixTitles: new Map() });
    expect(page(table)).not.toMatch(/checkbox|<script/);
  });

  it('says so where nothing was found', () => {
    const text = page(madeAudit({ findings: [], shown: new Set(), fixTitles: new Map() }));
    expect(text).toContain('Nothing was found that is worth a look.');
  });
});
