import { useCallback } from 'react';
import { answered } from '../api/api.ts';
import type { Face, Person } from '../api/types.ts';
import { type Loaded, useLoaded } from '../api/use-loaded.ts';
import { useCollection } from '../app/open-collection.tsx';
import { useSession } from '../app/session.tsx';

/** A person with the faces they are enrolled with. */
export type PersonWithFaces = Person & { readonly faces: readonly Face[] };

/** Reads a person, and again after every change. */
export function usePerson(personId: string): Loaded<PersonWithFaces> {
  const { api } = useSession();
  const { revision } = useCollection();
  const load = useCallback(
    () => answered(api.get('/v1/people/{personId}', { params: { path: { personId } } })),
    [api, personId],
  );
  return useLoaded(load, revision);
}
