import { useCallback, useEffect, useRef, useState } from 'react';
import { answered } from '../api/api.ts';
import type { Question, Who } from '../api/types.ts';
import { type Loaded, useLoaded } from '../api/use-loaded.ts';
import { useNotices } from '../app/notices.tsx';
import { useCollection } from '../app/open-collection.tsx';
import { useSession } from '../app/session.tsx';
import { useWording } from '../text/text.tsx';
import { type Answer, afterAnswer, concerned, EMPTY_QUEUE, filled, type QueueState } from './queue-model.ts';

const ASKED_FOR = 300;

/** The questions, how they are answered, and how that is taken back. */
export interface Queue {
  readonly state: QueueState;
  readonly loaded: Loaded<readonly Question[]>;
  readonly look: (change: (state: QueueState) => QueueState) => void;
  readonly answer: (answer: Answer, other?: Who) => void;
  readonly undo: () => void;
}

interface Undoable {
  readonly before: QueueState;
  /** Undefined where the service was told nothing. */
  readonly changeId: Promise<number | undefined>;
}

/** Answers show at once and are sent one after the other; one that is refused brings its questions back. */
export function useQueue(): Queue {
  const { undo: undoChange } = useCollection();
  const { tell, tellFault } = useNotices();
  const { text } = useWording();
  const loaded = useQuestions();
  const [state, setState] = useState(EMPTY_QUEUE);
  const given = useRef<Undoable[]>([]);
  const send = useSender();
  useEffect(() => {
    if (loaded.value !== undefined) setState(filled(loaded.value));
  }, [loaded.value]);
  const answer = (wanted: Answer, other?: Who): void => {
    const questions = concerned(state).filter(({ candidates }) => isAnswerable(wanted, candidates.length));
    if (questions.length === 0) return;
    const before = state;
    setState(afterAnswer(state, wanted));
    const changeId = send(questions, wanted, other);
    given.current.push({ before, changeId });
    changeId.then(
      () => tell(text.queue.answered(questions.length), { kind: 'queue' }),
      (cause: unknown) => {
        given.current = given.current.filter((one) => one.changeId !== changeId);
        setState(before);
        tellFault(cause);
      },
    );
  };
  const undo = (): void => {
    const last = given.current.pop();
    if (last === undefined) {
      tell(text.queue.nothingToUndo, { kind: 'queue' });
      return;
    }
    const takeBack = async (): Promise<void> => {
      const changeId = await last.changeId;
      if (changeId !== undefined) await undoChange(changeId);
      setState(last.before);
      tell(text.common.undone, { kind: 'queue' });
    };
    takeBack().catch(tellFault);
  };
  return { state, loaded, look: setState, answer, undo };
}

/** "Yes" and "not this person" are about somebody. */
function isAnswerable(answer: Answer, candidateCount: number): boolean {
  return candidateCount > 0 || (answer !== 'yes' && answer !== 'not-this-person');
}

function useQuestions(): Loaded<readonly Question[]> {
  const { api } = useSession();
  const { id: collectionId } = useCollection();
  const load = useCallback(async () => {
    const params = { path: { collectionId }, query: { limit: ASKED_FOR } };
    return (await answered(api.get('/v1/collections/{collectionId}/questions', { params }))).items;
  }, [api, collectionId]);
  return useLoaded(load);
}

type Send = (
  questions: readonly Question[],
  answer: Answer,
  other: Who | undefined,
) => Promise<number | undefined>;

/** Sends answers in the order they were given. */
function useSender(): Send {
  const { api } = useSession();
  const { id: collectionId, changed } = useCollection();
  const last = useRef<Promise<unknown>>(Promise.resolve());
  return useCallback<Send>(
    (questions, answer, other) => {
      if (answer === 'unsure') return Promise.resolve(undefined);
      const sent = last.current.then(async () => {
        const params = { path: { collectionId } };
        if (answer === 'someone-else' && other !== undefined) {
          const body = { faceIds: questions.map(({ faceId }) => faceId), as: other };
          return await answered(api.post('/v1/collections/{collectionId}/name-faces', { params, body }));
        }
        const answers = questions.map(({ faceId, candidates }) => ({
          faceId,
          answer,
          ...(candidates[0] && answer !== 'unknown' && { personId: candidates[0].personId }),
        }));
        return await answered(
          api.post('/v1/collections/{collectionId}/answers', { params, body: { answers } }),
        );
      });
      last.current = sent.catch(() => undefined);
      return sent.then(({ changeId }) => {
        changed();
        return changeId;
      });
    },
    [api, collectionId, changed],
  );
}
