import { useCallback } from 'react';
import { answered } from '../api/api.ts';
import type { Question, Who } from '../api/types.ts';
import { type Loaded, useLoaded } from '../api/use-loaded.ts';
import { useCollection } from '../app/open-collection.tsx';
import { useSession } from '../app/session.tsx';
import { type Asked, concerned, without } from './queue-model.ts';
import { type AnsweredQueue, useAnsweredQueue } from './use-answered-queue.ts';

const ASKED_FOR = 300;

/** Answers to a question. */
export type Answer = 'yes' | 'not-this-person' | 'unknown' | 'someone-else' | 'unsure';

/** A question in the queue. */
export type AskedQuestion = Question & Asked;

/** The questions, how they are answered, and how that is taken back. */
export interface Queue extends Omit<AnsweredQueue<AskedQuestion>, 'give'> {
  readonly loaded: Loaded<readonly AskedQuestion[]>;
  readonly answer: (answer: Answer, other?: Who) => void;
}

/** The questions about faces that wait. */
export function useQueue(): Queue {
  const loaded = useQuestions();
  const { give, ...queue } = useAnsweredQueue(loaded);
  const send = useSend();
  const answer = (wanted: Answer, other?: Who): void => {
    const meant = concerned(queue.state);
    const questions = meant.filter(({ candidates }) => isAnswerable(wanted, candidates.length));
    if (questions.length === 0) return;
    const after = without(queue.state, meant, askedAgain(meant, wanted));
    give(after, questions.length, wanted === 'unsure' ? undefined : () => send(questions, wanted, other));
  };
  return { ...queue, loaded, answer };
}

/** "Yes" and "not this person" are about somebody. */
function isAnswerable(answer: Answer, candidateCount: number): boolean {
  return candidateCount > 0 || (answer !== 'yes' && answer !== 'not-this-person');
}

/** "Not sure" puts questions at the end; so does "not this person", with the next candidate in the place of the refused one. */
function askedAgain(questions: readonly AskedQuestion[], answer: Answer): AskedQuestion[] {
  if (answer === 'unsure') return [...questions];
  return answer === 'not-this-person' ? questions.map(withoutFirst) : [];
}

function withoutFirst({
  probability: _probability,
  nearest: _nearest,
  ...question
}: AskedQuestion): AskedQuestion {
  return { ...question, candidates: question.candidates.slice(1) };
}

function useQuestions(): Loaded<readonly AskedQuestion[]> {
  const { api } = useSession();
  const { id: collectionId } = useCollection();
  const load = useCallback(async () => {
    const params = { path: { collectionId }, query: { limit: ASKED_FOR } };
    const { items } = await answered(api.get('/v1/collections/{collectionId}/questions', { params }));
    return items.map((question) => ({ ...question, key: question.faceId }));
  }, [api, collectionId]);
  return useLoaded(load);
}

type Send = (
  questions: readonly Question[],
  answer: Answer,
  other: Who | undefined,
) => Promise<number | undefined>;

function useSend(): Send {
  const { api } = useSession();
  const { id: collectionId } = useCollection();
  return useCallback<Send>(
    async (questions, answer, other) => {
      const params = { path: { collectionId } };
      if (answer === 'someone-else' && other !== undefined) {
        const body = { faceIds: questions.map(({ faceId }) => faceId), as: other };
        const named = api.post('/v1/collections/{collectionId}/name-faces', { params, body });
        return (await answered(named)).changeId;
      }
      const answers = questions.map(({ faceId, candidates }) => ({
        faceId,
        answer,
        ...(candidates[0] && answer !== 'unknown' && { personId: candidates[0].personId }),
      }));
      const told = api.post('/v1/collections/{collectionId}/answers', { params, body: { answers } });
      return (await answered(told)).changeId;
    },
    [api, collectionId],
  );
}
