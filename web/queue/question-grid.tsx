import { useEffect, useRef } from 'react';
import type { Question } from '../api/types.ts';
import { FacePicture } from '../pictures/face-picture.tsx';
import { useWording } from '../text/text.tsx';
import { allSelected, lookingAt, toggled } from './queue-model.ts';
import type { Queue } from './use-queue.ts';

/** Many questions side by side, to select and answer at once. */
export function QuestionGrid({ queue: { state, look } }: { readonly queue: Queue }) {
  const { text } = useWording();
  return (
    <>
      <div className="row">
        <button type="button" className="plain" onClick={() => look((before) => allSelected(before, true))}>
          {text.queue.selectAll}
        </button>
      </div>
      <ul className="question-grid" aria-label={text.queue.title}>
        {state.questions.map((question, place) => (
          <li key={question.key}>
            <Tile
              question={question}
              isLookedAt={place === state.at}
              isSelected={state.selected.has(question.key)}
              onToggle={(toAnchor) => look((before) => toggled(before, place, toAnchor))}
              onLook={() => look((before) => lookingAt(before, place))}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function Tile({
  question,
  isLookedAt,
  isSelected,
  onToggle,
  onLook,
}: {
  readonly question: Question;
  readonly isLookedAt: boolean;
  readonly isSelected: boolean;
  readonly onToggle: (toAnchor: boolean) => void;
  readonly onLook: () => void;
}) {
  const { text } = useWording();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isLookedAt) button.current?.focus({ preventScroll: false });
  }, [isLookedAt]);
  const { faceId, nearest, candidates, probability } = question;
  const name = candidates[0]?.name;
  const asked = name === undefined ? text.queue.who : text.queue.is(name);
  const sure = probability === undefined ? '' : text.common.percent(probability);
  return (
    <button
      ref={button}
      type="button"
      className="question-tile"
      aria-pressed={isSelected}
      tabIndex={isLookedAt ? 0 : -1}
      aria-label={`${text.queue.select}: ${asked} ${sure}`}
      onFocus={onLook}
      onClick={({ shiftKey }) => onToggle(shiftKey)}
    >
      <span className="pair">
        <FacePicture faceId={faceId} label="" />
        {nearest && <FacePicture faceId={nearest.faceId} label="" />}
      </span>
      <span className="tile-name">{name ?? text.queue.who}</span>
      <span className="quiet small digits">{sure}</span>
    </button>
  );
}
