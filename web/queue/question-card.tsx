import type { Question } from '../api/types.ts';
import { useCollection } from '../app/open-collection.tsx';
import { FacePicture } from '../pictures/face-picture.tsx';
import { useWording } from '../text/text.tsx';
import { ScoreBar } from '../try/score-bar.tsx';
import { PlaceInQueue } from './place-in-queue.tsx';
import type { Queue } from './use-queue.ts';

/** One question, large: the face, the known face most like it, and how alike the candidates are. */
export function QuestionCard({ queue }: { readonly queue: Queue }) {
  const { text } = useWording();
  const { state } = queue;
  const question = state.questions[state.at];
  if (question === undefined) return null;
  const best = question.candidates[0];
  return (
    <section className="panel question" aria-labelledby="question-title">
      <div className="row spread">
        <h2 id="question-title" aria-live="polite">
          {best ? text.queue.is(best.name) : text.queue.who}
        </h2>
        <PlaceInQueue queue={queue} />
      </div>
      <div className="question-body">
        <Faces question={question} />
        <div>
          <Candidates question={question} />
          <Quality question={question} />
        </div>
      </div>
    </section>
  );
}

function Faces({ question: { faceId, nearest, candidates } }: { readonly question: Question }) {
  const { text } = useWording();
  const name =
    candidates.find(({ personId }) => personId === nearest?.personId)?.name ?? text.common.somebody;
  return (
    <div className="pair large">
      <figure>
        <FacePicture faceId={faceId} label={text.queue.questionFace} />
        <figcaption>{text.queue.questionFace}</figcaption>
      </figure>
      {nearest && (
        <figure>
          <FacePicture faceId={nearest.faceId} label={text.queue.nearestOf(name)} />
          <figcaption>{text.queue.nearestOf(name)}</figcaption>
        </figure>
      )}
    </div>
  );
}

function Candidates({ question: { candidates, probability } }: { readonly question: Question }) {
  const { text, score } = useWording();
  const { threshold } = useCollection().collection.status;
  if (candidates.length === 0) return null;
  return (
    <>
      {probability !== undefined && (
        <p className="figure">{text.try.probability(text.common.percent(probability))}</p>
      )}
      <ol className="candidates" aria-label={text.try.candidates}>
        {candidates.map((candidate) => (
          <li key={candidate.personId}>
            <span className="name">{candidate.name}</span>
            <ScoreBar score={candidate.score} threshold={threshold} />
            <span className="digits">{score(candidate.score)}</span>
          </li>
        ))}
      </ol>
      <p className="quiet small">{text.try.thresholdAt(score(threshold))}</p>
    </>
  );
}

function Quality({ question: { quality } }: { readonly question: Question }) {
  const { text, score } = useWording();
  if (quality === undefined) return null;
  return <p className="quiet small">{text.evidence.overallQuality(score(quality))}</p>;
}
