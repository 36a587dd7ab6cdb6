import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { type Api, answered } from '../api/api.ts';
import { useNotices } from '../app/notices.tsx';
import { useCollection } from '../app/open-collection.tsx';
import { useSession } from '../app/session.tsx';

/** Photos that are being sent to a job. */
export interface Batch {
  readonly jobId: string;
  readonly total: number;
  readonly sent: number;
  /** Photos the service did not take. */
  readonly refused: number;
}

/** Sends many photos to a job, while any page shows. */
export interface Batches {
  /** Those that are still being sent. */
  readonly sending: readonly Batch[];
  /** Rises with every job that was made here. */
  readonly madeCount: number;
  /** @param keep whether the faces wait for review */
  readonly start: (photos: readonly File[], keep: boolean) => void;
}

const BatchesContext = createContext<Batches | undefined>(undefined);
const AT_ONCE = 3;
/** Candidates of a face. */
const CANDIDATES = 5;

/** Holds the batches of a collection. */
export function BatchesProvider({ children }: { readonly children: ReactNode }) {
  const { api } = useSession();
  const { id: collectionId } = useCollection();
  const { tellFault } = useNotices();
  const [sending, setSending] = useState<readonly Batch[]>([]);
  const [madeCount, setMadeCount] = useState(0);
  const start = useCallback(
    (photos: readonly File[], keep: boolean) => {
      const set = (batch: Batch): void =>
        setSending((before) => [...before.filter(({ jobId }) => jobId !== batch.jobId), batch]);
      const run = async (): Promise<void> => {
        const body = { kind: 'identify' as const, limit: CANDIDATES, keep, evidence: true };
        const params = { path: { collectionId } };
        const { id } = await answered(api.post('/v1/collections/{collectionId}/jobs', { params, body }));
        setMadeCount((before) => before + 1);
        try {
          await sendAll(api, id, photos, set);
        } finally {
          setSending((before) => before.filter(({ jobId }) => jobId !== id));
          await answered(api.post('/v1/jobs/{jobId}/close', { params: { path: { jobId: id } } }));
        }
      };
      run().catch(tellFault);
    },
    [api, collectionId, tellFault],
  );
  const value = useMemo(() => ({ sending, madeCount, start }), [sending, madeCount, start]);
  return <BatchesContext value={value}>{children}</BatchesContext>;
}

/** The batches of the collection that is worked on. */
export function useBatches(): Batches {
  const batches = useContext(BatchesContext);
  if (batches === undefined) throw new Error('There is no BatchesProvider above.');
  return batches;
}

/** Photos one by one, some at once; one that is not taken is counted, and the rest goes on. */
async function sendAll(
  api: Api,
  jobId: string,
  photos: readonly File[],
  tell: (batch: Batch) => void,
): Promise<void> {
  let [next, sent, refused] = [0, 0, 0];
  const lane = async (): Promise<void> => {
    while (next < photos.length) {
      const place = next++;
      const photo = photos[place] as File;
      // The place tells photos of one name apart.
      const isTaken = await api.sendToJob(jobId, `${place + 1} ${photo.name}`, photo).then(
        () => true,
        () => false,
      );
      if (isTaken) sent++;
      else refused++;
      tell({ jobId, total: photos.length, sent, refused });
    }
  };
  tell({ jobId, total: photos.length, sent, refused });
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
