import { useEffect, useRef, useState } from 'react';
import type { Loaded } from '../api/use-loaded.ts';
import { useNotices } from '../app/notices.tsx';
import { useCollection } from '../app/open-collection.tsx';
import { useWording } from '../text/text.tsx';
import { type Asked, filled, type QueueState } from './queue-model.ts';

/** A list of questions that is answered from the top, and how an answer is taken back. */
export interface AnsweredQueue<T extends Asked> {
  readonly state: QueueState<T>;
  readonly look: (change: (state: QueueState<T>) => QueueState<T>) => void;
  /**
   * Shows an answer at once, and sends it after those before it; where it is refused its questions come back.
   * @param send tells the service; the change that undoes it, undefined where the service was told nothing
   */
  readonly give: (after: QueueState<T>, count: number, send?: () => Promise<number | undefined>) => void;
  readonly undo: () => void;
}

interface Undoable<T extends Asked> {
  readonly before: QueueState<T>;
  readonly changeId: Promise<number | undefined>;
}

/** Holds the questions that were loaded. */
export function useAnsweredQueue<T extends Asked>({ value }: Loaded<readonly T[]>): AnsweredQueue<T> {
  const { undo: undoChange, changed } = useCollection();
  const { tell, tellFault } = useNotices();
  const { text } = useWording();
  const [state, setState] = useState<QueueState<T>>(() => filled([]));
  const given = useRef<Undoable<T>[]>([]);
  const last = useRef<Promise<unknown>>(Promise.resolve());
  useEffect(() => {
    if (value !== undefined) setState(filled(value));
  }, [value]);
  const give: AnsweredQueue<T>['give'] = (after, count, send) => {
    const before = state;
    setState(after);
    const sent = send === undefined ? Promise.resolve(undefined) : last.current.then(send);
    last.current = sent.catch(() => undefined);
    given.current.push({ before, changeId: sent });
    sent.then(
      () => {
        if (send !== undefined) changed();
        tell(text.queue.answered(count), { kind: 'queue' });
      },
      (cause: unknown) => {
        given.current = given.current.filter(({ changeId }) => changeId !== sent);
        setState(before);
        tellFault(cause);
      },
    );
  };
  const undo = (): void => {
    const newest = given.current.pop();
    if (newest === undefined) {
      tell(text.queue.nothingToUndo, { kind: 'queue' });
      return;
    }
    const takeBack = async (): Promise<void> => {
      const changeId = await newest.changeId;
      if (changeId !== undefined) await undoChange(changeId);
      setState(newest.before);
      tell(text.common.undone, { kind: 'queue' });
    };
    takeBack().catch(tellFault);
  };
  return { state, look: setState, give, undo };
}
