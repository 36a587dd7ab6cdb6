import { useCallback, useEffect, useState } from 'react';
import { type Refusal, refusalOf } from './refusal.ts';

/** Something that is asked for. What there was stays while it is asked for again. */
export interface Loaded<T> {
  readonly value: T | undefined;
  readonly refusal: Refusal | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** Asks for something when it first shows, and again whenever `load` or `revision` is another. @param load memoised by the caller */
export function useLoaded<T>(load: () => Promise<T>, revision = 0): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, 'reload'> & { readonly of?: () => Promise<T> }>({
    value: undefined,
    refusal: undefined,
    isLoading: true,
  });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round or revision asks again
  useEffect(() => {
    let isCurrent = true;
    setState((before) => ({ ...before, isLoading: true, ...(before.of !== load && { value: undefined }) }));
    load().then(
      (value) => isCurrent && setState({ value, refusal: undefined, isLoading: false, of: load }),
      (cause: unknown) =>
        isCurrent && setState({ value: undefined, refusal: refusalOf(cause), isLoading: false, of: load }),
    );
    return () => {
      isCurrent = false;
    };
  }, [load, round, revision]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { value: state.value, refusal: state.refusal, isLoading: state.isLoading, reload };
}
