import { html, type Markup } from '../markup.ts';
import type { ReportView } from '../report-view.ts';
import { decidingScore, type PlacedFace } from '../tally.ts';
import { counted, named, scoreText } from '../wording.ts';

/** Tiles in one row; the rest is in the table. */
export const TILE_LIMIT = 48;

/** Side of a face crop on the page, in CSS pixels. */
const SIDE_PX = 72;

/** A picture of a face, or a blank of the same size where there is none. */
export function faceImage(dataUri: string | undefined, alt: string): Markup {
  if (dataUri === undefined) return html`<span class="face-blank" role="img" aria-label="${alt}"></span>`;
  return html`<img class="face-image" src="${dataUri}" alt="${alt}" width="${SIDE_PX}" height="${SIDE_PX}" loading="lazy" decoding="async">`;
}

/** The crop of a searched face, from the pictures of the model. */
export function probeImage({ model }: ReportView, { photo, face }: PlacedFace, alt: string): Markup {
  return faceImage(model.facePictures.get(photo)?.[face.face], alt);
}

/**
 * A row of faces, each leading to its photo: those of photos with a card, at most {@link TILE_LIMIT}; the rest as a count.
 * @param captionOf text below a face
 */
export function faceTiles(
  view: ReportView,
  faces: readonly PlacedFace[],
  captionOf: (face: PlacedFace) => Markup = scoreCaption,
): Markup {
  const shown = faces.filter(({ photoIndex }) => photoIndex < view.model.shownPhotoCount);
  const tiles = shown.slice(0, TILE_LIMIT).map((placed) => html`<li>${tile(view, placed, captionOf)}</li>`);
  const rest = faces.length - tiles.length;
  const more =
    rest > 0
      ? html`<li class="more quiet">${tiles.length === 0 ? counted(rest, 'face') : `and ${counted(rest, 'more face')}`} in identities.csv</li>`
      : undefined;
  return html`<ul class="tiles">${tiles}${more}</ul>`;
}

function tile(view: ReportView, placed: PlacedFace, captionOf: (face: PlacedFace) => Markup): Markup {
  const body = html`${probeImage(view, placed, `A face in ${placed.photo}`)}<span class="tile-caption">${captionOf(placed)}</span>`;
  return html`<a class="tile" href="#photo-${placed.photoIndex + 1}" title="${placed.photo}">${body}</a>`;
}

function scoreCaption({ face }: PlacedFace): Markup {
  return html`${scoreText(decidingScore(face))}`;
}

/** Who a face is, in a word. */
export function decisionName({ face }: PlacedFace): Markup {
  return face.decision.kind === 'identified' ? named(face.decision.identity) : html`Unknown`;
}
