import { useWording } from '../text/text.tsx';
import { type Asked, allSelected } from './queue-model.ts';
import type { AnsweredQueue } from './use-answered-queue.ts';

/** How many are selected, and a way to select none. */
export function SelectedCount<T extends Asked>({
  queue: { state, look },
}: {
  readonly queue: Pick<AnsweredQueue<T>, 'state' | 'look'>;
}) {
  const { text } = useWording();
  if (state.selected.size === 0) return null;
  return (
    <div className="row">
      <span role="status">{text.queue.selected(state.selected.size)}</span>
      <button type="button" className="plain" onClick={() => look((before) => allSelected(before, false))}>
        {text.queue.selectNone}
      </button>
    </div>
  );
}
