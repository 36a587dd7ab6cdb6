import { type ReactNode, useId } from 'react';
import type { FaceAnswer, FaceQuality } from '../api/types.ts';
import { useCollection } from '../app/open-collection.tsx';
import { hrefOf } from '../app/route.ts';
import { FacePicture } from '../pictures/face-picture.tsx';
import { useWording } from '../text/text.tsx';
import { qualityWords } from './quality-wording.ts';
import { ScoreBar } from './score-bar.tsx';

interface FaceResultOptions {
  readonly face: FaceAnswer;
  readonly place: number;
  /** Of the face itself. */
  readonly picture: ReactNode;
}

/** What was decided about a face, and why. */
export function FaceResult({ face, place, picture }: FaceResultOptions) {
  const { text } = useWording();
  const { id: collectionId } = useCollection();
  const id = useId();
  const { decision } = face;
  return (
    <section className="result" aria-labelledby={id}>
      <Pair {...{ face, picture }} />
      <div className="result-text">
        <h3 id={id} className={`verdict ${decision.kind}`}>
          <span className="number">{place + 1}</span>{' '}
          {decision.kind === 'identified' ? (
            <a
              href={hrefOf({
                kind: 'collection',
                collectionId,
                page: 'people',
                personId: decision.personId,
              })}
            >
              {decision.name}
            </a>
          ) : (
            text.try.unknown
          )}
        </h3>
        <Reasons face={face} />
        {face.candidates.length > 0 && <Candidates face={face} />}
      </div>
    </section>
  );
}

/** How sure it is, and the rule that decided. */
function Reasons({
  face: { decision, probability, candidates, evidence, box, detectionScore },
}: {
  readonly face: FaceAnswer;
}) {
  const { text, score } = useWording();
  const { collection } = useCollection();
  const best = candidates[0];
  if (best === undefined) return <p className="small quiet">{text.try.nobody}</p>;
  const isNamed = decision.kind === 'identified';
  const percent = probability === undefined ? undefined : text.common.percent(probability);
  const sure = percent === undefined ? '' : ` · ${text.try.probability(percent)}`;
  const likely = percent === undefined ? text.try.closest(best.name) : text.try.chance(percent, best.name);
  return (
    <>
      <p className="small quiet">{isNamed ? `${text.try.identified}${sure}` : likely}</p>
      {evidence && (
        <p className="small">
          {(isNamed ? text.try.accepted : text.try.refused)(score(best.score), score(evidence.threshold))}
          {evidence.margin !== undefined && ` ${text.try.margin(score(evidence.margin))}`}
        </p>
      )}
      <p className="small quiet">
        {text.evidence.seen(Math.round(box.widthPx), score(detectionScore))}{' '}
        {text.evidence.rules[collection.rule]}
      </p>
      {evidence?.quality && <Quality quality={evidence.quality} />}
      {evidence?.votes && (
        <p className="small">
          {text.evidence.votes(
            evidence.votes.map((vote) => `${vote.network} ${score(vote.score)}`).join(', '),
          )}
        </p>
      )}
    </>
  );
}

function Quality({ quality }: { readonly quality: FaceQuality }) {
  const { text, score } = useWording();
  const words = qualityWords(quality, text).join(', ');
  return <p className="small">{text.evidence.quality(score(quality.overall), words)}</p>;
}

/** The face beside the enrolled face that is most like it. */
function Pair({ face, picture }: Omit<FaceResultOptions, 'place'>) {
  const { text } = useWording();
  const { nearest } = face.evidence ?? {};
  const name =
    face.candidates.find(({ personId }) => personId === nearest?.personId)?.name ?? text.common.somebody;
  return (
    <div className="pair">
      <figure>
        {picture}
        <figcaption>{text.try.thisFace}</figcaption>
      </figure>
      {nearest && (
        <figure>
          <FacePicture faceId={nearest.faceId} label={text.try.nearest(name)} />
          <figcaption>{name}</figcaption>
        </figure>
      )}
    </div>
  );
}

function Candidates({ face: { candidates, evidence } }: { readonly face: FaceAnswer }) {
  const { text, score } = useWording();
  return (
    <ol className="candidates" aria-label={text.try.candidates}>
      {candidates.map((candidate) => (
        <li key={candidate.personId}>
          <span className="name">{candidate.name}</span>
          <ScoreBar score={candidate.score} threshold={evidence?.threshold} />
          <span className="digits">{score(candidate.score)}</span>
        </li>
      ))}
    </ol>
  );
}
