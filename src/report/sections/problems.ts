import type { PhotoResult } from '../../core/identification.ts';
import { html, type Markup } from '../markup.ts';
import type { ReportView } from '../report-view.ts';
import { counted, named } from '../wording.ts';

/** Items of one list; a run over a disk of other files must not drown the page. */
const ITEM_LIMIT = 500;

interface Problem {
  readonly path: string;
  readonly reason: string;
  /** Stable name of the reason, where it has one. */
  readonly code: string;
}

/** How many files the section speaks of. */
export function problemCount({ model, tally: { counts } }: ReportView): number {
  return counts.failedCount + counts.noFaceCount + model.skipped.length;
}

/** Photos that failed or have no face, and files that took no part, with reasons. Nothing when there are none. */
export function problemsSection(view: ReportView): Markup {
  if (problemCount(view) === 0) return html``;
  const { photos, skipped } = view.model;
  return html`<section id="problems" aria-labelledby="problems-title">
<div class="section-head"><h2 id="problems-title">Left out</h2><p class="quiet">Files without an answer, and why.</p></div>
${list('Failed photos', photos.flatMap(failed))}${list('Photos without a face', photos.flatMap(withoutFace))}${list('Skipped files', skipped)}
</section>
`;
}

function failed(photo: PhotoResult): Problem[] {
  return photo.kind === 'failed' ? [{ path: photo.photo, reason: photo.reason, code: photo.code }] : [];
}

function withoutFace(photo: PhotoResult): Problem[] {
  return photo.kind === 'no-face' ? [{ path: photo.photo, reason: photo.reason, code: '' }] : [];
}

function list(title: string, problems: readonly Problem[]): Markup {
  if (problems.length === 0) return html``;
  const items = problems.slice(0, ITEM_LIMIT).map(listItem);
  const rest = problems.length - items.length;
  const more = rest > 0 ? html`<li class="quiet">and ${counted(rest, 'more file')}</li>` : undefined;
  return html`<h3>${title} <span class="quiet">${counted(problems.length, 'file')}</span></h3>
<ul class="problems">${items}${more}</ul>
`;
}

function listItem({ path, reason, code }: Problem): Markup {
  const stable = code === '' ? undefined : html` <code>${code}</code>`;
  return html`<li><span>${named(path)}</span><span>${reason}${stable}</span></li>
`;
}
