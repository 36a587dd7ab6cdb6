import { useEffect } from 'react';
import { allSelected, moved, toggled } from './queue-model.ts';
import type { Queue } from './use-queue.ts';

/** What the keys of the queue do beyond the questions. */
export interface QueueKeys {
  readonly askWho: () => void;
  readonly turnView: () => void;
  /** Questions side by side in the view. */
  readonly columnCount: () => number;
}

/** Listens to the keys of the queue, but not while somebody types or a dialog is open. */
export function useQueueKeys(queue: Queue, { askWho, turnView, columnCount }: QueueKeys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const { look, answer, undo } = queue;
      const turn = (step: number): void => look((state) => moved(state, step));
      const actions = new Map<string, () => void>([
        ['y', () => answer('yes')],
        ['n', () => answer('not-this-person')],
        ['u', () => answer('unknown')],
        ['s', askWho],
        ['?', () => answer('unsure')],
        ['z', undo],
        ['g', turnView],
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
  }, [queue, askWho, turnView, columnCount]);
}

function isTyping(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]') !== null) return true;
  return target instanceof Element && target.matches('input:not([type=checkbox]), select, textarea');
}
