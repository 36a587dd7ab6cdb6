import { useWording } from '../text/text.tsx';
import { allSelected, concerned } from './queue-model.ts';
import type { Queue } from './use-queue.ts';

/** The answers as buttons, with their keys; they answer all that are selected. */
export function AnswerButtons({ queue, onAskWho }: { readonly queue: Queue; readonly onAskWho: () => void }) {
  const { text } = useWording();
  const { state, answer, undo, look } = queue;
  const isAbout = concerned(state).some(({ candidates }) => candidates.length > 0);
  const { selected } = state;
  return (
    <div className="answers">
      {selected.size > 0 && (
        <div className="row">
          <span role="status">{text.queue.selected(selected.size)}</span>
          <button
            type="button"
            className="plain"
            onClick={() => look((before) => allSelected(before, false))}
          >
            {text.queue.selectNone}
          </button>
        </div>
      )}
      <div className="row answer-row">
        <KeyButton letter="y" label={text.queue.yes} isMain isOff={!isAbout} onClick={() => answer('yes')} />
        <KeyButton
          letter="n"
          label={text.queue.notThisPerson}
          isOff={!isAbout}
          onClick={() => answer('not-this-person')}
        />
        <KeyButton letter="s" label={text.queue.someoneElse} onClick={onAskWho} />
        <KeyButton letter="u" label={text.queue.unknown} onClick={() => answer('unknown')} />
        <KeyButton letter="?" label={text.queue.unsure} onClick={() => answer('unsure')} />
        <KeyButton letter="z" label={text.queue.undo} onClick={undo} />
      </div>
    </div>
  );
}

function KeyButton({
  letter,
  label,
  isMain = false,
  isOff = false,
  onClick,
}: {
  readonly letter: string;
  readonly label: string;
  readonly isMain?: boolean;
  readonly isOff?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      className={isMain ? 'main' : ''}
      disabled={isOff}
      aria-keyshortcuts={letter}
      onClick={onClick}
    >
      {label}
      <span className="kbd" aria-hidden="true">
        {letter}
      </span>
    </button>
  );
}
