import { html, type Markup, verbatim } from './markup.ts';
import { CONTENT_POLICY } from './page/content-policy.ts';
import { REPORT_SCRIPT } from './page/script.ts';
import { REPORT_STYLE } from './page/style.ts';
import type { ReportModel } from './report-model.ts';
import { type ReportView, reportView } from './report-view.ts';
import { peopleSection, unknownSection } from './sections/people.ts';
import { overlayDefinitions } from './sections/photo-overlay.ts';
import { photoCard, photosHead } from './sections/photos.ts';
import { problemCount, problemsSection } from './sections/problems.ts';
import { provenanceSection } from './sections/provenance.ts';
import { closestSection, summarySection } from './sections/summary.ts';
import { thresholdPanel } from './sections/threshold-panel.ts';

/** The whole of `report.html`: one file that asks for nothing from outside. */
export function renderReport(model: ReportModel): string {
  return [...renderReportChunks(model)].join('');
}

/** `report.html` in pieces of at most one photo each, for writing a page of many pictures as it is made. */
export function* renderReportChunks(model: ReportModel): Generator<string> {
  for (const { markup } of pageParts(reportView(model))) yield markup;
}

function* pageParts(view: ReportView): Generator<Markup> {
  const { model } = view;
  yield pageHead(view);
  yield summarySection(view);
  yield html`<div class="panels">${thresholdPanel(view)}${closestSection(view)}</div>`;
  yield peopleSection(view);
  yield unknownSection(view);
  yield html`<section id="photos" aria-labelledby="photos-title">
${photosHead(view)}<div id="cards">
`;
  // Each card is its own piece: together they may hold thousands of pictures.
  for (const [index, photo] of model.photos.slice(0, model.shownPhotoCount).entries()) {
    yield photoCard(view, photo, index);
  }
  yield html`</div>
</section>
`;
  yield problemsSection(view);
  yield provenanceSection(model);
  yield html`</main>
<script>${verbatim(REPORT_SCRIPT)}</script>
</body>
</html>
`;
}

function pageHead(view: ReportView): Markup {
  const { title, createdAt } = view.model;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${verbatim(CONTENT_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Quen">
<title>${title}</title>
<style>${verbatim(REPORT_STYLE)}</style>
</head>
<body>
<a class="skip" href="#photos">Skip to the photos</a>
${overlayDefinitions()}<header class="wrap masthead">
<h1>${title}</h1>
<nav aria-label="Sections"><ul>${navigation(view)}</ul></nav>
<p class="quiet">Made by Quen${createdAt === undefined ? undefined : madeOn(createdAt)}</p>
</header>
<main class="wrap">
`;
}

function madeOn(createdAt: Date): Markup {
  const iso = createdAt.toISOString();
  return html` on <time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}

function navigation(view: ReportView): Markup[] {
  const { counts } = view.tally;
  const links: (readonly [string, string, boolean])[] = [
    ['people', 'People', true],
    ['unknown', 'Unknown', counts.unknownCount > 0],
    ['photos', 'Photos', true],
    ['problems', 'Left out', problemCount(view) > 0],
    ['about', 'About', true],
  ];
  return links
    .filter(([, , isThere]) => isThere)
    .map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`);
}
