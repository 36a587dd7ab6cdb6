import type { Evidence, Finding } from '../../core/audit-finding.ts';
import { html, type Markup } from '../markup.ts';
import { counted, named, scoreText, surenessText } from '../wording.ts';
import type { AuditModel } from './audit-model.ts';

/** Pictures of a card; the rest is named in `audit.json`. */
const PICTURE_LIMIT = 8;

/** Side of a picture on the page, in CSS pixels. */
const SIDE_PX = 112;

/** One finding: its pictures and those that speak for it, why, and what would mend it. */
export function findingCard(model: AuditModel, finding: Finding): Markup {
  const { id, confidence, photos, evidence, people, reason } = finding;
  const others = evidence.filter(({ photo }) => !photos.includes(photo));
  const shown = photos
    .slice(0, PICTURE_LIMIT)
    .map((photo) => picture(model, photo, scoreOf(evidence, photo)));
  const rest = photos.length - shown.length;
  const more = rest > 0 ? html`<p class="small quiet">and ${counted(rest, 'more photo')}</p>` : undefined;
  return html`<article class="finding" id="${id}" aria-labelledby="${id}-title">
<div class="finding-pictures"><div class="subjects">${shown}${more}</div>${others.length === 0 ? undefined : html`<div class="others">${others.map((other) => picture(model, other.photo, other))}</div>`}</div>
<div><h3 id="${id}-title">${names(people)} <span class="sureness">${surenessText(confidence)}</span></h3>
<p class="reason">${reason}</p>${fixLine(model, id)}</div>
</article>
`;
}

/** Names of the folders concerned; kept apart, since names hold anything. */
function names(people: readonly string[]): Markup[] {
  return people.map((person, place) => html`${place === 0 ? '' : ', '}${named(person)}`);
}

function scoreOf(evidence: readonly Evidence[], photo: string): Evidence | undefined {
  return evidence.find((item) => item.photo === photo);
}

function picture({ pictures }: AuditModel, photo: string, evidence: Evidence | undefined): Markup {
  const uri = pictures.get(photo);
  const image =
    uri === undefined
      ? html`<span class="picture-blank" role="img" aria-label="No picture of ${photo}"></span>`
      : html`<img src="${uri}" alt="${photo}" width="${SIDE_PX}" height="${SIDE_PX}" loading="lazy" decoding="async">`;
  const said =
    evidence === undefined ? undefined : html`<span>${evidence.role}: ${scoreText(evidence.score)}</span>`;
  return html`<figure>${image}<figcaption>${named(photo)}${said}</figcaption></figure>`;
}

/** A box to accept the fix; it stays hidden until the script is there to write what is accepted. */
function fixLine({ fixTitles }: AuditModel, id: string): Markup {
  const title = fixTitles.get(id);
  if (title === undefined) return html`<p class="small quiet">Nothing is proposed.</p>`;
  return html`<p class="fix"><label hidden><input type="checkbox" data-finding="${id}"> <span>${title}</span></label><span class="small quiet plain">${title}: <code>${id}</code> in fixes.json</span></p>`;
}
