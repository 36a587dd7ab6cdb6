import { expect, test } from 'vitest';
import { createSession } from '../../../src/adapters/onnx/session.ts';
import { type TrainingProgress, trainHeadsInTurn } from '../../../src/heads/train-heads.ts';
import { foldRequests } from '../../support/training-requests.ts';

const train = trainHeadsInTurn(async (graph) => await createSession(graph, { threads: 1 }));

test('heads are trained in the order of their requests, each followed epoch by epoch and once more when done', async () => {
  const seen: TrainingProgress[] = [];
  const requests = foldRequests(2, { epochCount: 3 });
  const heads = await train(requests, { onProgress: (at) => seen.push(at) });
  expect(seen.map(({ head, epoch, doneHeadCount }) => [head, epoch, doneHeadCount])).toEqual([
    ...[1, 2, 3].map((epoch) => [0, epoch, 0]),
    [0, 3, 1],
    ...[1, 2, 3].map((epoch) => [1, epoch, 1]),
    [1, 3, 2],
  ]);
  const losses = heads.flatMap(({ epochs }) => epochs.map(({ loss }) => loss));
  const { loss, accuracy, rate } = seen[0] as TrainingProgress;
  expect(seen[0]).toEqual({
    doneHeadCount: 0,
    headCount: 2,
    head: 0,
    epoch: 1,
    epochCount: 3,
    loss,
    accuracy,
    rate,
  });
  expect(loss).toBe(losses[0]);
});

test('heads of other rows and seeds differ', async () => {
  const [first, second] = await train(foldRequests(2, { epochCount: 1 }));
  expect(second?.parameters).not.toEqual(first?.parameters);
});

test('training stops on request, before the first epoch of the next head', async () => {
  const abort = new AbortController();
  const seen: number[] = [];
  const onProgress = ({ doneHeadCount }: TrainingProgress): void => {
    seen.push(doneHeadCount);
    if (doneHeadCount === 1) abort.abort();
  };
  const training = train(foldRequests(3, { epochCount: 2 }), { signal: abort.signal, onProgress });
  await expect(training).rejects.toMatchObject({ code: 'ABORTED' });
  expect(seen).toEqual([0, 0, 1]);
});
