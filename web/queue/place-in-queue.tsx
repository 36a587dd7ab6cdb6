import { useWording } from '../text/text.tsx';
import { type Asked, moved } from './queue-model.ts';
import type { AnsweredQueue } from './use-answered-queue.ts';

/** Which question of how many is looked at, and the way to the next. */
export function PlaceInQueue<T extends Asked>({
  queue: { state, look },
}: {
  readonly queue: Pick<AnsweredQueue<T>, 'state' | 'look'>;
}) {
  const { text } = useWording();
  return (
    <div className="row">
      <button
        type="button"
        aria-label={text.queue.previous}
        aria-keyshortcuts="ArrowLeft"
        disabled={state.at === 0}
        onClick={() => look((before) => moved(before, -1))}
      >
        ←
      </button>
      <span className="quiet small digits">
        {state.at + 1} / {state.questions.length}
      </span>
      <button
        type="button"
        aria-label={text.queue.next}
        aria-keyshortcuts="ArrowRight"
        disabled={state.at >= state.questions.length - 1}
        onClick={() => look((before) => moved(before, 1))}
      >
        →
      </button>
    </div>
  );
}
