import { innerProducts } from '../numerics/inner-products.ts';
import { classMeans, columnMeans, meanDirections } from './classed-rows.ts';
import { type ClosedForm, closedFormHead } from './closed-form-head.ts';
import type { Head } from './head.ts';
import { arrayOf, type HeadSnapshot, snapshotMatrix } from './snapshot.ts';

/**
 * The head that scores an identity by the cosine to the mean of its unit-length embeddings.
 * @param restored what an earlier one learnt
 */
export function nearestClassMeanHead(restored?: HeadSnapshot): Head {
  return closedFormHead(FORM, restored);
}

const FORM: ClosedForm = {
  head: 'class-mean',
  name: 'class-mean',
  scoreKind: 'cosine',
  strangerRoles: ['class'],
  learn: (classed) => ({
    settings: {},
    arrays: { directions: arrayOf(meanDirections(columnMeans(classed, classMeans(classed)))) },
  }),
  scorer: (learnt, { columnCount, dimension }) => {
    const directions = snapshotMatrix(learnt, 'directions', [columnCount, dimension]);
    return (probes) => innerProducts(probes, directions);
  },
};
