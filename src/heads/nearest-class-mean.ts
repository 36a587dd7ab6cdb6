import { innerProducts } from '../numerics/inner-products.ts';
import { classMeans, columnMeans, meanDirections } from './classed-rows.ts';
import { closedFormHead } from './closed-form-head.ts';
import type { Head } from './head.ts';

/** The head that scores an identity by the cosine to the mean of its unit-length embeddings. */
export function nearestClassMeanHead(): Head {
  return closedFormHead({
    name: 'class-mean',
    scoreKind: 'cosine',
    strangerRoles: ['class'],
    learn: (classed) => {
      const directions = meanDirections(columnMeans(classed, classMeans(classed)));
      return (probes) => innerProducts(probes, directions);
    },
  });
}
