import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { type Api, openApi } from '../api/api.ts';
import { openPictures, type Pictures } from '../pictures/pictures.ts';

const KEPT_AS = 'quen.key';

/** Who uses the page, and how the service is asked. */
export interface Session {
  readonly api: Api;
  readonly pictures: Pictures;
  readonly hasKey: boolean;
  readonly signIn: (key: string) => void;
  readonly signOut: () => void;
}

const SessionContext = createContext<Session | undefined>(undefined);

/** Keeps the key in this tab alone: another tab, or the next day, needs it again. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const key = useRef(sessionStorage.getItem(KEPT_AS) ?? undefined);
  const [hasKey, setHasKey] = useState(key.current !== undefined);
  const change = useCallback((next: string | undefined): void => {
    key.current = next;
    if (next === undefined) sessionStorage.removeItem(KEPT_AS);
    else sessionStorage.setItem(KEPT_AS, next);
    setHasKey(next !== undefined);
  }, []);
  const session = useMemo(() => {
    const api = openApi(() => key.current);
    return { api, pictures: openPictures(api) };
  }, []);
  const value = useMemo(
    () => ({ ...session, hasKey, signIn: change, signOut: () => change(undefined) }),
    [session, hasKey, change],
  );
  return <SessionContext value={value}>{children}</SessionContext>;
}

/** Who uses the page. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('There is no SessionProvider above.');
  return session;
}
