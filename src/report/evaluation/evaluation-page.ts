import { html, type Markup, verbatim } from '../markup.ts';
import { EVALUATION_STYLE } from './evaluation-style.ts';

/** SHA-256 of the style in base64. `test/unit/report/evaluation` says what it must be. */
export const EVALUATION_STYLE_SHA256 = 'Ck1UZUAfM9nvKjf5ctI/jsPL7epKNllhnj5xJKmyJGo=';

const CONTENT_POLICY = `default-src 'none'; img-src data:; style-src 'sha256-${EVALUATION_STYLE_SHA256}'; base-uri 'none'; form-action 'none'`;

/** A section that the head of the page leads to. */
export interface PageLink {
  readonly id: string;
  readonly name: string;
}

/** From the first byte of a page to its first section. */
export function pageHead(title: string, links: readonly PageLink[]): Markup {
  const navigation = links.map(({ id, name }) => html`<li><a href="#${id}">${name}</a></li>`);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${verbatim(CONTENT_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Quen">
<title>${title}</title>
<style>${verbatim(EVALUATION_STYLE)}</style>
</head>
<body>
<header class="wrap masthead">
<h1>${title}</h1>
<nav aria-label="Sections"><ul>${navigation}</ul></nav>
<p class="quiet">Made by Quen</p>
</header>
<main class="wrap">
`;
}

/** What follows the last section. */
export const PAGE_FOOT: Markup = html`</main>
</body>
</html>
`;
