import { useCallback, useEffect, useRef, useState } from 'react';
import { type Refusal, refusalOf } from './refusal.ts';

/** A long list that is asked for part by part. */
export interface Parts<T> {
  readonly items: readonly T[];
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly refusal: Refusal | undefined;
  readonly more: () => void;
  readonly reload: () => void;
}

type Part<T> = { readonly items: readonly T[]; readonly next?: string };

/** Asks for the first part, and again whenever `load` or `revision` is another. @param load memoised by the caller */
export function useParts<T>(load: (after: string | undefined) => Promise<Part<T>>, revision = 0): Parts<T> {
  const [state, setState] = useState<Pick<Parts<T>, 'items' | 'isLoading' | 'refusal'> & { next?: string }>({
    items: [],
    isLoading: true,
    refusal: undefined,
  });
  const [round, setRound] = useState(0);
  const current = useRef({});
  const ask = useCallback(
    async (before: readonly T[], after: string | undefined) => {
      const asked = current.current;
      setState((was) => ({ ...was, isLoading: true }));
      try {
        const { items, next } = await load(after);
        if (current.current !== asked) return;
        const all = [...before, ...items];
        setState({ items: all, isLoading: false, refusal: undefined, ...(next !== undefined && { next }) });
      } catch (cause) {
        if (current.current === asked)
          setState({ items: before, isLoading: false, refusal: refusalOf(cause) });
      }
    },
    [load],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round or revision asks again
  useEffect(() => {
    current.current = {};
    void ask([], undefined);
  }, [ask, round, revision]);
  const { items, next, isLoading, refusal } = state;
  const more = useCallback(() => {
    if (next !== undefined && !isLoading) void ask(items, next);
  }, [ask, items, next, isLoading]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { items, isLoading, refusal, hasMore: next !== undefined, more, reload };
}
