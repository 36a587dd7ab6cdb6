import { html, type Markup } from '../markup.ts';
import type { ReportView } from '../report-view.ts';
import { decidingScore, type PlacedFace, type ReportTally } from '../tally.ts';
import { counted, grouped, scoreText } from '../wording.ts';
import { decisionName, faceTiles } from './face-tile.ts';

/** Faces offered for a second look. */
const CLOSEST_COUNT = 8;

/** What the run found, in a sentence, in numbers, and in the faces nearest to falling the other way. */
export function summarySection(view: ReportView): Markup {
  return html`<section id="summary" aria-labelledby="summary-title">
<h2 id="summary-title" class="visually-hidden">Summary</h2>
<p class="lead">${sentence(view)}</p>
${proportions(view)}
${figures(view)}
</section>
`;
}

/** The faces whose best score lies closest to the threshold; nothing when there is no face. */
export function closestSection(view: ReportView): Markup {
  const { photos, shownPhotoCount } = view.model;
  const closest = view.tally.closest
    .filter(({ photoIndex }) => photoIndex < shownPhotoCount)
    .slice(0, CLOSEST_COUNT);
  const scope = shownPhotoCount < photos.length ? ' of the photos shown below' : '';
  if (closest.length === 0) return html``;
  return html`<section id="closest" class="panel" aria-labelledby="closest-title">
<h2 id="closest-title">Worth a second look</h2>
<p class="quiet">The faces${scope} closest to the threshold, where a small change would turn the answer.</p>
${faceTiles(view, closest, (placed) => closestCaption(placed, view.model.threshold.value))}
</section>
`;
}

function sentence({ tally, model }: ReportView): Markup {
  const { faceCount, photoCount, identifiedCount } = tally.counts;
  const seen = `${counted(faceCount, 'face')} in ${counted(photoCount, 'photo')}.`;
  if (faceCount === 0) return html`${seen}`;
  const enrolled = counted(model.people.length, 'enrolled person', 'enrolled people');
  const known = `${grouped(identifiedCount)} ${identifiedCount === 1 ? 'belongs' : 'belong'} to ${grouped(tally.found.length)} of ${enrolled}`;
  return html`${seen} ${known}; ${unknownClause(tally)}.`;
}

function unknownClause({ counts, unknownGroups, unknownSingles }: ReportTally): string {
  const { unknownCount } = counts;
  if (unknownCount === 0) return 'none is unknown';
  if (unknownCount === 1) return '1 is unknown';
  const strangers = unknownGroups.length + unknownSingles.length;
  return `${grouped(unknownCount)} are unknown and look like ${counted(strangers, 'person', 'different people')}`;
}

function proportions({ tally: { counts } }: ReportView): Markup {
  const { faceCount, identifiedCount } = counts;
  if (faceCount === 0) return html``;
  const share = Math.round((identifiedCount / faceCount) * 1000) / 10;
  return html`<svg class="proportions" width="100%" height="10" aria-hidden="true"><rect class="of-unknown" width="100%" height="10"/><rect class="of-identified" width="${share}%" height="10"/></svg>
`;
}

function figures({ tally: { counts, found } }: ReportView): Markup {
  const { photoCount, faceCount, identifiedCount, unknownCount, noFaceCount, failedCount } = counts;
  return html`<dl class="figures">
${figure('Photos', photoCount)}${figure('Faces', faceCount)}${figure('Identified', identifiedCount, 'identified')}${figure('Unknown', unknownCount, 'unknown')}${figure('People', found.length)}${figure('No face', noFaceCount)}${figure('Failed', failedCount, failedCount > 0 ? 'failed' : '')}
</dl>`;
}

function figure(name: string, count: number, tone = ''): Markup {
  return html`<div class="figure ${tone}"><dt>${name}</dt><dd>${grouped(count)}</dd></div>`;
}

function closestCaption(placed: PlacedFace, threshold: number): Markup {
  const margin = decidingScore(placed.face) - threshold;
  const side = margin >= 0 ? 'above' : 'below';
  return html`<strong>${decisionName(placed)}</strong><span>${scoreText(Math.abs(margin))} ${side}</span>`;
}
