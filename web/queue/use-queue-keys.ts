import { useEffect } from 'react';
import { type Asked, allSelected, moved, toggled } from './queue-model.ts';
import type { AnsweredQueue } from './use-answered-queue.ts';

/** What the keys of a queue do beyond moving and selecting. */
export interface QueueKeys {
  /** What each letter does. */
  readonly letters: Readonly<Record<string, () => void>>;
  /** Questions side by side in the view. */
  readonly columnCount: () => number;
}

/** Listens to the keys of a queue, but not while somebody types or a dialog is open. */
export function useQueueKeys<T extends Asked>(
  { look }: Pick<AnsweredQueue<T>, 'look'>,
  { letters, columnCount }: QueueKeys,
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const turn = (step: number): void => look((state) => moved(state, step));
      const actions = new Map<string, () => void>([
        ...Object.entries(letters),
        ['x', () => look((state) => toggled(state, state.at, event.shiftKey))],
        ['ArrowRight', () => turn(1)],
        ['ArrowLeft', () => turn(-1)],
        ['ArrowDown', () => turn(columnCount())],
        ['ArrowUp', () => turn(-columnCount())],
        ['Escape', () => look((state) => allSelected(state, false))],
      ]);
      const action = actions.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [look, letters, columnCount]);
}

function isTyping(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]') !== null) return true;
  return target instanceof Element && target.matches('input:not([type=checkbox]), select, textarea');
}
