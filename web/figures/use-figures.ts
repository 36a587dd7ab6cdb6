import { useCallback } from 'react';
import { answered } from '../api/api.ts';
import type { CollectionFigures } from '../api/types.ts';
import { type Loaded, useLoaded } from '../api/use-loaded.ts';
import { useCollection } from '../app/open-collection.tsx';
import { useSession } from '../app/session.tsx';
import { useWording } from '../text/text.tsx';

/** The figures of the collection as it is now, asked for again after every change; without a value where there is nothing to tell yet. */
export function useFigures(): Loaded<{ readonly figures?: CollectionFigures }> {
  const { api } = useSession();
  const { id: collectionId, collection } = useCollection();
  const { language } = useWording();
  const load = useCallback(() => {
    const params = { path: { collectionId }, query: { language } };
    return answered(api.get('/v1/collections/{collectionId}/figures', { params }));
  }, [api, collectionId, language]);
  return useLoaded(load, collection.version);
}
