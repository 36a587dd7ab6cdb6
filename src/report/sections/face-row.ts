import type { Candidate, FaceResult } from '../../core/identification.ts';
import { html, type Markup } from '../markup.ts';
import type { ReportView } from '../report-view.ts';
import { axisPercent } from '../score-axis.ts';
import { decidingScore, type PlacedFace } from '../tally.ts';
import { counted, named, scoreText, surenessText } from '../wording.ts';
import { faceImage, probeImage } from './face-tile.ts';
import { thresholdMark } from './threshold-mark.ts';

/** One face beside the enrolled photo most like it, the answer and why, and its candidates against the threshold. */
export function faceRow(view: ReportView, placed: PlacedFace): Markup {
  const { face } = placed;
  const { nearest } = face;
  const enrolled = view.model.enrolledPictures.get(nearest.photo);
  return html`<li class="face"><div class="pair">
<figure>${probeImage(view, placed, `Face ${face.face + 1} of ${placed.photo}`)}<figcaption>Face ${face.face + 1}</figcaption></figure>
<figure>${faceImage(enrolled, `Enrolled photo of ${nearest.identity}`)}<figcaption>Nearest</figcaption></figure>
</div><div class="said">
<p class="verdict ${face.decision.kind}">${verdict(view, face)}</p>
<p class="reason">${face.reason}</p>${chanceAfterAll(face)}
</div><div class="more-said">
<ol class="candidates">${face.candidates.map((candidate, place) => candidateBar(view, candidate, isNamed(view, face, place)))}</ol>
<p class="quiet small">Nearest enrolled photo: ${named(nearest.photo)} (${named(nearest.identity)}, ${scoreText(nearest.score)}). ${foundBy(face)}</p>
</div></li>`;
}

function verdict({ personPlaces, groupSizes }: ReportView, face: FaceResult): Markup {
  const score = html`<span class="score">${scoreText(decidingScore(face))}</span>`;
  if (face.decision.kind === 'identified') {
    const { identity } = face.decision;
    return html`<a href="#person-${(personPlaces.get(identity) ?? 0) + 1}">${named(identity)}</a>${sureness(face)}${score}`;
  }
  const number = face.unknownGroup ?? 0;
  const size = groupSizes.get(number);
  if (size === undefined) return html`<span>Unknown</span>${score}`;
  return html`<a href="#unknown-${number}">New person ${number}</a><span class="quiet small">${counted(size, 'face')}</span>${score}`;
}

/** Nothing where no probability could be learnt. */
function sureness({ probability }: FaceResult): Markup | undefined {
  if (probability === undefined) return undefined;
  return html`<span class="quiet small">${surenessText(probability)} sure</span>`;
}

/** For an unknown face; nothing where no probability could be learnt. */
function chanceAfterAll({ probability, candidates: [best], decision }: FaceResult): Markup | undefined {
  if (probability === undefined || best === undefined || decision.kind === 'identified') return undefined;
  return html`<p class="reason">Chance that it is ${named(best.identity)} after all: ${surenessText(probability)}.</p>`;
}

/** Whether a bar is that of a score which would be accepted; a rejector accepts the best candidate or nobody. */
function isNamed({ model: { threshold } }: ReportView, face: FaceResult, place: number): boolean {
  if (threshold.rejector !== undefined) return place === 0 && face.decision.kind === 'identified';
  return (face.candidates[place]?.score ?? Number.NEGATIVE_INFINITY) >= threshold.value;
}

function candidateBar(view: ReportView, { identity, score }: Candidate, isAccepted: boolean): Markup {
  const { axis } = view;
  const state = isAccepted ? 'accepted' : 'below';
  return html`<li><span class="candidate">${named(identity)}</span><svg class="bar" width="100%" height="10" aria-hidden="true"><rect class="track" y="2" width="100%" height="6" rx="3"/><rect class="fill ${state}" y="2" width="${axisPercent(axis, score)}%" height="6" rx="3"/>${thresholdMark(view, 10)}</svg><span class="score">${scoreText(score)}</span></li>`;
}

function foundBy({ rung, detectionScore }: FaceResult): string {
  if (rung === 'given') return 'The photo came aligned.';
  const detected = `Detection score ${detectionScore.toFixed(2)}`;
  return rung === 'normal' ? `${detected}.` : `${detected}, found by the ${rung} pass.`;
}
