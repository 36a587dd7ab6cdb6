import { useEffect, useRef } from 'react';
import { FacePicture } from '../pictures/face-picture.tsx';
import { allSelected, lookingAt, toggled } from '../queue/queue-model.ts';
import { useWording } from '../text/text.tsx';
import { questionOf } from './finding-wording.ts';
import type { AskedFinding, FindingQueue } from './use-findings.ts';

/** Many findings side by side, to select and answer at once. */
export function FindingGrid({ queue: { state, look } }: { readonly queue: FindingQueue }) {
  const { text } = useWording();
  return (
    <>
      <div className="row">
        <button type="button" className="plain" onClick={() => look((before) => allSelected(before, true))}>
          {text.queue.selectAll}
        </button>
      </div>
      <ul className="question-grid findings" aria-label={text.findings.title}>
        {state.questions.map((finding, place) => (
          <li key={finding.key}>
            <Tile
              finding={finding}
              isLookedAt={place === state.at}
              isSelected={state.selected.has(finding.key)}
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
  finding,
  isLookedAt,
  isSelected,
  onToggle,
  onLook,
}: {
  readonly finding: AskedFinding;
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
  const asked = questionOf(finding, text);
  const sure = text.common.percent(finding.confidence);
  const shown = [...finding.faceIds, ...finding.evidence.map(({ faceId }) => faceId)];
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
        {[...new Set(shown)].slice(0, 2).map((faceId) => (
          <FacePicture key={faceId} faceId={faceId} label="" />
        ))}
      </span>
      <span className="tile-question">{asked}</span>
      <span className="quiet small digits">{sure}</span>
    </button>
  );
}
