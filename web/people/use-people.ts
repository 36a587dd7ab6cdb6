import { useCallback, useDeferredValue } from 'react';
import { answered } from '../api/api.ts';
import type { Person } from '../api/types.ts';
import { type Parts, useParts } from '../api/use-parts.ts';
import { useCollection } from '../app/open-collection.tsx';
import { useSession } from '../app/session.tsx';

const PART = 500;

/** People whose names hold a text, part by part as they are wanted. What there was stays until the new list is there. */
export function usePeople(search: string): Parts<Person> {
  const { api } = useSession();
  const { id: collectionId, revision } = useCollection();
  const wanted = useDeferredValue(search.trim());
  const load = useCallback(
    (after: string | undefined) => {
      const query = {
        limit: PART,
        ...(wanted !== '' && { search: wanted }),
        ...(after !== undefined && { after }),
      };
      const params = { path: { collectionId }, query };
      return answered(api.get('/v1/collections/{collectionId}/people', { params }));
    },
    [api, collectionId, wanted],
  );
  return useParts(load, revision);
}
