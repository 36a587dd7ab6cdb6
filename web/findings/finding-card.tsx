import { PlaceInQueue } from '../queue/place-in-queue.tsx';
import { useWording } from '../text/text.tsx';
import { FindingFaces } from './finding-faces.tsx';
import { deedOf, questionOf } from './finding-wording.ts';
import { reasonOf } from './grounds-wording.ts';
import type { FindingQueue } from './use-findings.ts';

/** One finding, large: the question, the faces, how sure it is, and what "yes" does. */
export function FindingCard({ queue }: { readonly queue: FindingQueue }) {
  const { text, score } = useWording();
  const finding = queue.state.questions[queue.state.at];
  if (finding === undefined) return null;
  return (
    <section className="panel question" aria-labelledby="question-title">
      <div className="row spread">
        <h2 id="question-title" aria-live="polite">
          {questionOf(finding, text)}
        </h2>
        <PlaceInQueue queue={queue} />
      </div>
      <p className="figure">{text.findings.sure(text.common.percent(finding.confidence))}</p>
      <FindingFaces finding={finding} />
      <p>{deedOf(finding, text)}</p>
      <details>
        <summary>{text.findings.why}</summary>
        <p className="quiet">{reasonOf(finding, { text, score })}</p>
      </details>
    </section>
  );
}
