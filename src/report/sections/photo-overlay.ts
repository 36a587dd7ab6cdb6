import type { FaceResult } from '../../core/identification.ts';
import { html, type Markup } from '../markup.ts';
import type { PhotoPicture } from '../report-model.ts';
import { type FaceLabel, faceLabels } from './face-labels.ts';

/**
 * A photo with a box and a name on every face. Lengths are in per cent of the picture, so that lines and letters keep
 * their size however the picture is scaled.
 */
export function markedPhoto(photo: string, faces: readonly FaceResult[], picture: PhotoPicture): Markup {
  const { dataUri, widthPx, heightPx } = picture;
  const labels = faceLabels(faces, picture);
  return html`<div class="picture"><img src="${dataUri}" alt="${photoAlt(photo, faces)}" width="${widthPx}" height="${heightPx}" loading="lazy" decoding="async"><svg class="boxes" width="100%" height="100%" aria-hidden="true">${labels.map(frame)}${labels.map(tag)}</svg></div>`;
}

/** Backdrops of the names, once per page: a filter paints behind a text whatever its length. */
export function overlayDefinitions(): Markup {
  return html`<svg class="visually-hidden" width="0" height="0" aria-hidden="true"><defs>${backdrop('identified')}${backdrop('unknown')}</defs></svg>
`;
}

function backdrop(kind: string): Markup {
  return html`<filter id="tag-${kind}" x="-0.05" y="-0.08" width="1.1" height="1.2" color-interpolation-filters="sRGB"><feFlood class="flood-${kind}"/><feComposite in="SourceGraphic" operator="over"/></filter>`;
}

function photoAlt(photo: string, faces: readonly FaceResult[]): string {
  const names = faces.map(({ decision }) =>
    decision.kind === 'identified' ? decision.identity : 'an unknown person',
  );
  return `${photo}${names.length === 0 ? '' : `, showing ${names.join(', ')}`}`;
}

function frame({ kind, left, top, width, height }: FaceLabel): Markup {
  const place = html`x="${left}%" y="${top}%" width="${width}%" height="${height}%" rx="3"`;
  return html`<rect class="halo" ${place}/><rect class="box ${kind}" ${place}/>`;
}

function tag(label: FaceLabel): Markup {
  const { kind, x, y, shiftPx, anchor, number, name, fits } = label;
  const shown = fits === 'wide' ? html`<tspan class="tight">${name}</tspan>` : html`${name}`;
  const text = fits === 'never' ? html`${number}` : html`${number === '' ? '' : `${number} `}${shown}`;
  return html`<text class="tag ${kind}" filter="url(#tag-${kind})" x="${x}%" y="${y}%" dx="${anchor === 'end' ? -4 : 4}" dy="${shiftPx}" text-anchor="${anchor}">${text}</text>`;
}
