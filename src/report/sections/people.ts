import { html, type Markup } from '../markup.ts';
import type { ReportView } from '../report-view.ts';
import type { FoundPerson, UnknownGroup } from '../tally.ts';
import { counted, grouped, named } from '../wording.ts';
import { faceImage, faceTiles } from './face-tile.ts';

/** Every person found, with the faces named so, and the names of those who were not seen. */
export function peopleSection(view: ReportView): Markup {
  const { found, absent } = view.tally;
  const rows = found.map((person, place) => personRow(view, person, place));
  return html`<section id="people" aria-labelledby="people-title">
<div class="section-head"><h2 id="people-title">People</h2><p class="quiet">${counted(found.length, 'person', 'people')} found. The least sure face comes first, its score below.</p></div>
${rows.length === 0 ? html`<p class="empty">Nobody who is enrolled was found.</p>` : html`<div class="rows">${rows}</div>`}
${absent.length === 0 ? undefined : absentPeople(absent.map(({ identity }) => identity))}
</section>
`;
}

/** Unknown faces by the person they look like; those seen once together. Nothing when every face is identified. */
export function unknownSection(view: ReportView): Markup {
  const { unknownGroups, unknownSingles, counts } = view.tally;
  if (counts.unknownCount === 0) return html``;
  const groups = unknownGroups.map((group) => unknownRow(view, group));
  const singles =
    unknownSingles.length === 0
      ? undefined
      : html`<article class="row"><h3>Seen once</h3><p class="quiet">${counted(unknownSingles.length, 'face')} like no other unknown face</p>${faceTiles(view, unknownSingles)}</article>`;
  return html`<section id="unknown" aria-labelledby="unknown-title">
<div class="section-head"><h2 id="unknown-title">Unknown</h2><p class="quiet">${counted(counts.unknownCount, 'face')} below the threshold, grouped by likeness. Under each, its best score.</p></div>
<div class="rows">${groups}${singles}</div>
</section>
`;
}

function personRow(view: ReportView, person: FoundPerson, place: number): Markup {
  const { identity, faces, photoCount } = person;
  // The surest face first, for the picture most like this person.
  const pictured = faces.findLast(({ face }) => view.model.enrolledPictures.has(face.nearest.photo));
  const dataUri = view.model.enrolledPictures.get(pictured?.face.nearest.photo ?? '');
  const portrait = faceImage(dataUri, `Enrolled photo of ${identity}`);
  const photos = new Set(faces.map(({ photoIndex }) => photoIndex)).size;
  return html`<article class="row person" id="person-${place + 1}"><div class="portrait">${portrait}</div><h3>${named(identity)}</h3><p class="quiet">${counted(faces.length, 'face')} in ${counted(photos, 'photo')}; ${grouped(photoCount)} enrolled</p>${faceTiles(view, faces)}</article>
`;
}

function unknownRow(view: ReportView, { number, faces }: UnknownGroup): Markup {
  const photos = new Set(faces.map(({ photoIndex }) => photoIndex)).size;
  return html`<article class="row" id="unknown-${number}"><h3>New person ${number}</h3><p class="quiet">${counted(faces.length, 'face')} in ${counted(photos, 'photo')}</p>${faceTiles(view, faces)}</article>
`;
}

function absentPeople(names: readonly string[]): Markup {
  const items = names.map((name) => html`<li>${named(name)}</li>`);
  return html`<details class="absent"><summary>${counted(names.length, 'enrolled person was', 'enrolled people were')} not seen</summary><ul class="names">${items}</ul></details>`;
}
