import type { ConfusionPair, SearchError, WorstErrors } from '../../core/evaluation-findings.ts';
import { html, type Markup } from '../markup.ts';
import { faceImage } from '../sections/face-tile.ts';
import { counted, grouped, named, scoreText, surenessText } from '../wording.ts';
import type { ErrorEvidence } from './evaluation-model.ts';

/** Cards of a kind that are shown at once. */
const CARD_LIMIT = 8;

/** Candidates of a card. */
const CANDIDATE_LIMIT = 3;

/** The worst errors of each kind with the faces that led to them. */
export function errorsSection(errors: WorstErrors, evidence: ErrorEvidence): Markup {
  const kinds = [
    group('strangers-named', 'Strangers who were named', errors.strangersNamed, evidence),
    group('named-wrongly', 'Enrolled people taken for another', errors.namedWrongly, evidence),
    group('missed', 'Enrolled people left unknown', errors.missed, evidence),
  ].flatMap((drawn) => drawn ?? []);
  return html`<section id="errors" aria-labelledby="errors-title">
<div class="section-head"><h2 id="errors-title">The worst errors</h2><p class="quiet">${kinds.length === 0 ? 'There was none at the threshold.' : 'Look whether the photo, its label or the network is at fault. Labels of tests are wrong more often than one thinks.'}</p></div>
${kinds}</section>
`;
}

/** Who was named as whom, most often first; nothing where nobody was. */
export function confusionSection(
  pairs: readonly ConfusionPair[],
  evidence: ErrorEvidence,
): Markup | undefined {
  if (pairs.length === 0) return undefined;
  const cards = pairs.map(({ person, isMated, namedAs, count, worst }) =>
    card(
      worst,
      evidence,
      html`<strong>${personName(worst)}</strong>${isMated || person === worst.photo ? '' : ' (a stranger)'} as <strong>${named(namedAs)}</strong>, ${counted(count, 'photo')}`,
    ),
  );
  return html`<section id="confusions" aria-labelledby="confusions-title">
<div class="section-head"><h2 id="confusions-title">Who was taken for whom</h2><p class="quiet">Most often first, with the photo that scored highest.</p></div>
${cardList(cards)}</section>
`;
}

function group(
  id: string,
  title: string,
  errors: readonly SearchError[],
  evidence: ErrorEvidence,
): Markup | undefined {
  if (errors.length === 0) return undefined;
  const cards = errors.map((error) => card(error, evidence, headline(error)));
  return html`<section class="kind" aria-labelledby="${id}-title"><h3 id="${id}-title">${title}</h3>${cardList(cards)}</section>
`;
}

/** The first cards, and the rest behind a line that opens them. */
function cardList(cards: readonly Markup[]): Markup {
  const rest = cards.slice(CARD_LIMIT);
  const folded =
    rest.length > 0 &&
    html`<details class="folded"><summary>${grouped(rest.length)} more</summary><ul class="errors">${rest}</ul></details>`;
  return html`<ul class="errors">${cards.slice(0, CARD_LIMIT)}</ul>${folded || undefined}`;
}

/** Who is in the photo; strangers of a test often have no name but their photo's. */
function personName({ person, photo, enrolledPhotoCount }: SearchError): Markup {
  return person === photo && enrolledPhotoCount === 0 ? html`A stranger` : named(person);
}

function headline(error: SearchError): Markup {
  const { candidate, mate } = error;
  if (candidate === null) return html`<strong>${personName(error)}</strong>: no face found`;
  if (mate?.rank === 1) return html`<strong>${personName(error)}</strong>: right, but below the threshold`;
  return html`<strong>${personName(error)}</strong>: best candidate <strong>${named(candidate)}</strong>`;
}

function card(error: SearchError, evidence: ErrorEvidence, title: Markup): Markup {
  return html`<li class="error"><div class="faces-beside">${faces(error, evidence)}</div>
<div><p class="error-title">${title}</p><p class="small quiet">${named(error.photo)}</p>${scores(error, evidence)}</div></li>
`;
}

/** The searched face, the enrolled one most like it, and how its own person is enrolled where that is another. */
function faces(
  { photo, person, nearest, enrolledPhotoCount }: SearchError,
  evidence: ErrorEvidence,
): Markup[] {
  const beside: [string, string | undefined, string][] = [['searched', evidence.probes.get(photo), photo]];
  if (nearest !== null)
    beside.push([`nearest: ${nearest.identity}`, evidence.enrolled.get(nearest.photo), nearest.photo]);
  if (enrolledPhotoCount > 0 && nearest?.identity !== person)
    beside.push([`enrolled: ${person}`, evidence.portraits.get(person), `${person}, enrolled`]);
  return beside.map(
    ([caption, uri, alt]) =>
      html`<figure>${faceImage(uri, alt)}<figcaption>${named(caption)}</figcaption></figure>`,
  );
}

function scores(
  { photo, mate, probability, enrolledPhotoCount }: SearchError,
  evidence: ErrorEvidence,
): Markup {
  const candidates = (evidence.candidates.get(photo) ?? [])
    .slice(0, CANDIDATE_LIMIT)
    .map(
      ({ identity, score }) =>
        html`<li><span>${named(identity)}</span><span class="score">${scoreText(score)}</span></li>`,
    );
  const facts = [
    ...(mate ? [`own name: place ${mate.rank}, ${scoreText(mate.score)}`] : []),
    ...(enrolledPhotoCount > 0 ? [`enrolled with ${counted(enrolledPhotoCount, 'photo')}`] : []),
    ...(probability === null ? [] : [`said to be right with ${surenessText(probability)}`]),
  ];
  return html`<ol class="candidate-list">${candidates}</ol><p class="small quiet">${facts.join('; ')}</p>`;
}
