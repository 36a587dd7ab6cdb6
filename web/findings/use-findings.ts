import { useCallback } from 'react';
import { answered } from '../api/api.ts';
import type { Finding } from '../api/types.ts';
import { type Loaded, useLoaded } from '../api/use-loaded.ts';
import { useCollection } from '../app/open-collection.tsx';
import { useSession } from '../app/session.tsx';
import { type Asked, concerned, without } from '../queue/queue-model.ts';
import { type AnsweredQueue, useAnsweredQueue } from '../queue/use-answered-queue.ts';

const ASKED_FOR = 300;

/** Answers to a finding: it is so, and is mended; all is well, for good; or later. */
export type FindingAnswer = 'yes' | 'no' | 'unsure';

/** A finding in the queue. */
export type AskedFinding = Finding & Asked;

/** The findings, how they are answered, and how that is taken back. */
export interface FindingQueue extends Omit<AnsweredQueue<AskedFinding>, 'give'> {
  readonly loaded: Loaded<readonly AskedFinding[]>;
  readonly answer: (answer: FindingAnswer) => void;
}

/** What may be wrong with the people of the collection, looked for when the page shows. */
export function useFindings(): FindingQueue {
  const loaded = useLoadedFindings();
  const { give, ...queue } = useAnsweredQueue(loaded);
  const send = useSend();
  const answer = (wanted: FindingAnswer): void => {
    const meant = concerned(queue.state).filter((finding) => isAnswerable(finding, wanted));
    if (meant.length === 0) return;
    const after = without(queue.state, meant, wanted === 'unsure' ? meant : []);
    give(after, meant.length, wanted === 'unsure' ? undefined : () => send(meant, wanted));
  };
  return { ...queue, loaded, answer };
}

/** Where nothing can be proposed there is nothing to say yes to. */
export function isAnswerable({ proposal }: Finding, answer: FindingAnswer): boolean {
  return answer !== 'yes' || proposal.kind !== 'none';
}

function useLoadedFindings(): Loaded<readonly AskedFinding[]> {
  const { api } = useSession();
  const { id: collectionId } = useCollection();
  const load = useCallback(async () => {
    const params = { path: { collectionId }, query: { limit: ASKED_FOR } };
    const { items } = await answered(api.get('/v1/collections/{collectionId}/findings', { params }));
    return items.map((finding) => ({ ...finding, key: finding.id }));
  }, [api, collectionId]);
  return useLoaded(load);
}

function useSend() {
  const { api } = useSession();
  const { id: collectionId } = useCollection();
  return useCallback(
    async (findings: readonly Finding[], answer: 'yes' | 'no'): Promise<number | undefined> => {
      const answers = findings.map(({ id }) => ({ findingId: id, answer }));
      const params = { path: { collectionId } };
      const told = api.post('/v1/collections/{collectionId}/finding-answers', { params, body: { answers } });
      return (await answered(told)).changeId;
    },
    [api, collectionId],
  );
}
