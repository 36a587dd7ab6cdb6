import { useWording } from '../text/text.tsx';
import { KeyButton } from './key-button.tsx';
import { concerned } from './queue-model.ts';
import { SelectedCount } from './selected-count.tsx';
import type { Queue } from './use-queue.ts';

/** The answers as buttons, with their keys; they answer all that are selected. */
export function AnswerButtons({ queue, onAskWho }: { readonly queue: Queue; readonly onAskWho: () => void }) {
  const { text } = useWording();
  const { state, answer, undo } = queue;
  const isAbout = concerned(state).some(({ candidates }) => candidates.length > 0);
  return (
    <div className="answers">
      <SelectedCount queue={queue} />
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
