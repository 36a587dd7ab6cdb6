import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { type Api, openApi } from '../api/api.ts';
import { openPictures, type Pictures } from '../pictures/pictures.ts';

const KEPT_AS = 'quen.key';

/** Who uses the page, and how the service is asked. */
export interface Session {
  readonly api: Api;
  readonly pictures: Pictures;
  readonly hasKey: boolean;
  /** Whether the last key was not accepted, or is no more. */
  readonly isRefused: boolean;
  /** Rises with every key that is entered or left: what was refused is to be asked again. */
  readonly keyCount: number;
  readonly signIn: (key: string) => void;
  readonly signOut: () => void;
}

const SessionContext = createContext<Session | undefined>(undefined);

/** Keeps the key in this tab alone: another tab, or the next day, needs it again. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const key = useRef(sessionStorage.getItem(KEPT_AS) ?? undefined);
  const [keyCount, setKeyCount] = useState(0);
  const [isRefused, setRefused] = useState(false);
  const change = useCallback((next: string | undefined, refused = false): void => {
    key.current = next;
    setRefused(refused);
    if (next === undefined) sessionStorage.removeItem(KEPT_AS);
    else sessionStorage.setItem(KEPT_AS, next);
    setKeyCount((before) => before + 1);
  }, []);
  const session = useMemo(() => {
    const onRefused = (refused: string): void => {
      if (refused === key.current) change(undefined, true);
    };
    const api = openApi({ key: () => key.current, onRefused });
    return { api, pictures: openPictures(api) };
  }, [change]);
  const value = useMemo(
    () => ({
      ...session,
      keyCount,
      isRefused,
      hasKey: key.current !== undefined,
      signIn: (next: string) => change(next),
      signOut: () => {
        session.pictures.forget();
        change(undefined);
      },
    }),
    [session, keyCount, isRefused, change],
  );
  return <SessionContext value={value}>{children}</SessionContext>;
}

/** Who uses the page. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('There is no SessionProvider above.');
  return session;
}
