import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { answered } from '../api/api.ts';
import type { Collection, Status } from '../api/types.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { Refused } from '../parts/refused.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { useWording } from '../text/text.tsx';
import { useNotices } from './notices.tsx';
import { useSession } from './session.tsx';

/** The collection that is worked on. */
export interface OpenCollection {
  readonly id: string;
  readonly collection: Collection & { readonly status: Status };
  /** Rises with every change made here, so that what shows is asked for again. */
  readonly revision: number;
  /** Says that something was changed; with a text it is told, with a way to take it back. */
  readonly changed: (told?: string, changeId?: number) => void;
  /** As `changed`, for the newest change of the collection. */
  readonly done: (told: string) => Promise<void>;
  /** Takes back a change. Throws a `Refusal`. */
  readonly undo: (changeId?: number) => Promise<void>;
}

const CollectionContext = createContext<OpenCollection | undefined>(undefined);
const LOOK_AGAIN_MS = 1500;

/** Opens a collection for all below it. */
export function CollectionProvider({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  const { api } = useSession();
  const [revision, setRevision] = useState(0);
  const load = useCallback(
    () => answered(api.get('/v1/collections/{collectionId}', { params: { path: { collectionId: id } } })),
    [api, id],
  );
  const { value: collection, refusal, reload } = useLoaded(load, revision);
  const isCalibrating = collection?.status.isCalibrating ?? false;
  useEffect(() => {
    if (!isCalibrating) return undefined;
    const timer = setInterval(reload, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isCalibrating, reload]);
  const actions = useChanges(id, setRevision);
  const value = useMemo(
    () => collection && { id, collection, revision, ...actions },
    [id, collection, revision, actions],
  );
  if (refusal !== undefined) return <Refused refusal={refusal} onRetry={reload} />;
  if (value === undefined) return <Waiting />;
  return <CollectionContext value={value}>{children}</CollectionContext>;
}

/** The collection that is worked on. */
export function useCollection(): OpenCollection {
  const collection = useContext(CollectionContext);
  if (collection === undefined) throw new Error('There is no CollectionProvider above.');
  return collection;
}

function useChanges(
  id: string,
  setRevision: (next: (before: number) => number) => void,
): Pick<OpenCollection, 'changed' | 'done' | 'undo'> {
  const { api } = useSession();
  const { tell, tellFault } = useNotices();
  const { text } = useWording();
  const undo = useCallback(
    async (changeId?: number) => {
      await answered(
        api.post('/v1/collections/{collectionId}/undo', {
          params: { path: { collectionId: id } },
          body: changeId === undefined ? {} : { changeId },
        }),
      );
      setRevision((before) => before + 1);
    },
    [api, id, setRevision],
  );
  const changed = useCallback(
    (told?: string, changeId?: number) => {
      setRevision((before) => before + 1);
      if (told === undefined) return;
      const takeBack = (): void => void undo(changeId).then(() => tell(text.common.undone), tellFault);
      tell(told, changeId === undefined ? {} : { undo: takeBack });
    },
    [setRevision, undo, tell, tellFault, text],
  );
  const done = useCallback(
    async (told: string) => {
      const at = { path: { collectionId: id }, query: { limit: 1 } };
      const { items } = await answered(api.get('/v1/collections/{collectionId}/changes', { params: at }));
      changed(told, items[0]?.id);
    },
    [api, id, changed],
  );
  return useMemo(() => ({ changed, done, undo }), [changed, done, undo]);
}
