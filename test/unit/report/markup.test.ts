import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, html } from '../../../src/report/markup.ts';

describe('markup', () => {
  it('escapes what a template is given and leaves markup alone', () => {
    const inner = html`<b>${'a & b'}</b>`;
    expect(html`<p title="${'"x"'}">${inner}${[inner]}${3}${undefined}</p>`.markup).toBe(
      '<p title="&quot;x&quot;"><b>a &amp; b</b><b>a &amp; b</b>3</p>',
    );
  });

  it('replaces controls and lone surrogates, which HTML cannot hold, and keeps the rest', () => {
    expect(escapeText('a\u0000b\u001B\uD800\t\n\u{1F600}')).toBe('a\uFFFDb\uFFFD\uFFFD\t\n\u{1F600}');
  });

  it('never leaves a mark that could open a tag, an entity or an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeText(text)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });
});
