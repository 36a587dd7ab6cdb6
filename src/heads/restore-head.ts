import { QuenError } from '../core/errors.ts';
import type { Head } from './head.ts';
import { ldaHead } from './lda.ts';
import { nearestClassMeanHead } from './nearest-class-mean.ts';
import { nearestNeighboursHead } from './nearest-neighbours.ts';
import { pldaHead } from './plda.ts';
import type { HeadSnapshot } from './snapshot.ts';
import type { TrainedHeadTools } from './trained-head.ts';
import { trainedHead } from './trained-head.ts';
import { isTrainedHead, TRAINED_SPECS } from './trained-spec.ts';

/**
 * A fitted head made of what it had learnt, with the same scores bit for bit on one machine. Throws `DIMENSION_MISMATCH`
 * where the snapshot does not fit together or is of no head that this version knows.
 */
export function restoreHead(snapshot: HeadSnapshot, tools: TrainedHeadTools): Head {
  const { head, scoreKind, settings } = snapshot;
  switch (head) {
    case 'class-mean':
      return nearestClassMeanHead(snapshot);
    case 'nearest-neighbours':
      return nearestNeighboursHead(Number(settings['neighbourCount']), snapshot);
    case 'lda':
      return ldaHead({ score: scoreKind === 'cosine' ? 'cosine' : 'log-likelihood' }, snapshot);
    case 'plda':
      return pldaHead({}, snapshot);
    default:
      return restoreTrained(snapshot, tools);
  }
}

function restoreTrained(snapshot: HeadSnapshot, tools: TrainedHeadTools): Head {
  const { head } = snapshot;
  if (!isTrainedHead(head))
    throw new QuenError(
      'DIMENSION_MISMATCH',
      `There is no head '${head}' in this version. Train the head again, or update Quen.`,
    );
  const spec = TRAINED_SPECS[head];
  const scores = snapshot.scoreKind as (typeof spec)['scores'];
  return trainedHead(head, { ...spec, scores }, tools, snapshot);
}
