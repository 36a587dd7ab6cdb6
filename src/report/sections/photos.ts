import type { FaceResult, PhotoResult } from '../../core/identification.ts';
import { html, type Markup } from '../markup.ts';
import type { ReportView } from '../report-view.ts';
import { distanceTo } from '../tally.ts';
import { counted, grouped, named } from '../wording.ts';
import { faceRow } from './face-row.ts';
import { markedPhoto } from './photo-overlay.ts';

/** Heading, search, filter and sort of the photos. The tools stay hidden until the script is there to work them. */
export function photosHead(view: ReportView): Markup {
  const { photos, shownPhotoCount } = view.model;
  const shown = Math.min(photos.length, shownPhotoCount);
  const note =
    shown < photos.length
      ? `Shown: the first ${grouped(shown)} of ${grouped(photos.length)}; the rest is in identities.csv.`
      : counted(photos.length, 'photo');
  return html`<div class="section-head"><h2 id="photos-title">Photos</h2><p class="quiet">${note}</p></div>
<form class="tools" id="tools" role="search" hidden>
<label class="search"><span>Search</span><input id="search" type="search" placeholder="Name or file" autocomplete="off" spellcheck="false"></label>
<fieldset class="segments"><legend class="visually-hidden">Show</legend>${filters(photos.slice(0, shown))}</fieldset>
<label class="sort"><span>Sort</span><select id="sort"><option value="file">File order</option><option value="margin">Closest to the threshold</option></select></label>
<p id="shown" class="quiet" role="status"></p>
</form>
`;
}

/** One photo with its faces. @param photoIndex place among all photos of the model */
export function photoCard(view: ReportView, photo: PhotoResult, photoIndex: number): Markup {
  const faces = photo.kind === 'searched' ? photo.faces : [];
  const body =
    photo.kind === 'searched' ? searchedBody(view, photo, photoIndex) : unsearchedBody(view, photo);
  return html`<article class="photo ${photo.kind}" id="photo-${photoIndex + 1}" data-order="${photoIndex}" data-kinds="${photoKinds(photo).join(' ')}" data-margin="${marginOf(view, faces)}" data-find="${[photo.photo, ...searchWords(faces)].join('\n')}">
<h3>${named(photo.photo)}</h3>
${body}
</article>
`;
}

const FILTERS = [
  ['all', 'All'],
  ['identified', 'Identified'],
  ['unknown', 'Unknown'],
  ['no-face', 'No face'],
  ['failed', 'Failed'],
] as const;

function filters(shown: readonly PhotoResult[]): Markup[] {
  const kinds = shown.map(photoKinds);
  return FILTERS.map(([value, name], place) => {
    const count = value === 'all' ? shown.length : kinds.filter((of) => of.includes(value)).length;
    return html`<label><input type="radio" name="kind" value="${value}"${place === 0 ? html` checked` : undefined}><span>${name} <b>${grouped(count)}</b></span></label>`;
  });
}

function photoKinds(photo: PhotoResult): string[] {
  if (photo.kind !== 'searched') return [photo.kind];
  return [...new Set(photo.faces.map(({ decision }) => decision.kind))];
}

/** The smallest distance to the threshold of its faces; far away for a photo without any. */
function marginOf({ model }: ReportView, faces: readonly FaceResult[]): string {
  const distances = faces.map((face) => distanceTo(model.threshold.value, face));
  return distances.reduce((a, b) => Math.min(a, b), 9).toFixed(6);
}

/** Names a search may mean: who was found, and which unknown. */
function searchWords(faces: readonly FaceResult[]): string[] {
  return faces.map(({ decision, unknownGroup }) =>
    decision.kind === 'identified' ? decision.identity : `unknown new person ${unknownGroup ?? ''}`,
  );
}

type Searched = Extract<PhotoResult, { kind: 'searched' }>;

function searchedBody(view: ReportView, { photo, faces }: Searched, photoIndex: number): Markup {
  const picture = view.model.pictures.get(photo);
  const rows = faces.map((face) => faceRow(view, { photoIndex, photo, face }));
  return html`<div class="evidence">${picture === undefined ? undefined : markedPhoto(photo, faces, picture)}<ol class="faces">${rows}</ol></div>`;
}

function unsearchedBody({ model }: ReportView, photo: Exclude<PhotoResult, Searched>): Markup {
  const picture = model.pictures.get(photo.photo);
  const said =
    photo.kind === 'failed'
      ? html`<p class="verdict failed">Failed</p><p class="reason">${photo.reason} <code>${photo.code}</code></p>`
      : html`<p class="verdict">No face found</p><p class="reason">${photo.reason}</p>`;
  return html`<div class="evidence">${picture === undefined ? undefined : markedPhoto(photo.photo, [], picture)}<div>${said}</div></div>`;
}
