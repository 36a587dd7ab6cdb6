import { useCallback, useEffect, useState } from 'react';
import { answered } from '../api/api.ts';
import { followJob } from '../api/follow-job.ts';
import type { Job } from '../api/types.ts';
import { type Loaded, useLoaded } from '../api/use-loaded.ts';
import { useCollection } from '../app/open-collection.tsx';
import { useSession } from '../app/session.tsx';
import { useBatches } from './batches.tsx';

const SHOWN = 50;
/** Streams of one page; a browser has few connections to one service. */
const FOLLOWED = 3;

/** The jobs of the collection, newest first, as far as they are now. */
export function useJobs(): Loaded<readonly Job[]> {
  const { api } = useSession();
  const { id: collectionId, changed } = useCollection();
  const { madeCount } = useBatches();
  const load = useCallback(async () => {
    const params = { path: { collectionId }, query: { limit: SHOWN } };
    return (await answered(api.get('/v1/collections/{collectionId}/jobs', { params }))).items;
  }, [api, collectionId]);
  const loaded = useLoaded(load, madeCount);
  const [latest, setLatest] = useState<ReadonlyMap<string, Job>>(new Map());
  const listed = loaded.value ?? [];
  const followed = listed
    .filter((job) => !hasEnded(latest.get(job.id) ?? job))
    .slice(0, FOLLOWED)
    .map(({ id }) => id)
    .join(' ');
  useEffect(() => {
    const leave = new AbortController();
    const tell = (job: Job): void => setLatest((before) => new Map(before).set(job.id, job));
    for (const id of followed === '' ? [] : followed.split(' ')) {
      followJob(api, id, tell, leave.signal).then(
        (isEnd) => isEnd && changed(),
        () => undefined,
      );
    }
    return () => leave.abort();
  }, [followed, api, changed]);
  return { ...loaded, value: loaded.value && listed.map((job) => latest.get(job.id) ?? job) };
}

/** Whether nothing more will come of a job. */
export function hasEnded({ state }: Job): boolean {
  return state === 'done' || state === 'stopped';
}
