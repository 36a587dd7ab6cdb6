import type { Head } from './head.ts';
import { ldaHead } from './lda.ts';
import { nearestClassMeanHead } from './nearest-class-mean.ts';
import { nearestNeighboursHead } from './nearest-neighbours.ts';
import { pldaHead } from './plda.ts';
import { countSetting, type HeadSnapshot, unusable } from './snapshot.ts';
import { type TrainedHeadTools, trainedHead } from './trained-head.ts';
import { foldHeadsOf } from './trained-snapshot.ts';
import { isTrainedHead, TRAINED_SPECS } from './trained-spec.ts';

/**
 * A fitted head made of what it had learnt, with the same scores bit for bit on one machine. Throws `DIMENSION_MISMATCH`
 * where the snapshot does not fit together or is of no head that this version knows. Fitted anew it learns with the
 * default settings of its name.
 */
export function restoreHead(snapshot: HeadSnapshot, tools: TrainedHeadTools): Head {
  const { head, scoreKind } = snapshot;
  switch (head) {
    case 'class-mean':
      return nearestClassMeanHead(snapshot);
    case 'nearest-neighbours':
      return nearestNeighboursHead(countSetting(snapshot, 'neighbourCount'), snapshot);
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
  if (!isTrainedHead(head)) throw unusable(`there is no head '${head}' in this version`);
  const { scores } = foldHeadsOf(snapshot);
  return trainedHead(head, { ...TRAINED_SPECS[head], scores }, tools, snapshot);
}
