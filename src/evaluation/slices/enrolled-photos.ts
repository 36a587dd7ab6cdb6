import type { SearchTable } from '../counting/search-table.ts';
import type { CutAttribute } from './cut-attribute.ts';

/** From how many enrolled photos each slice goes, and its name. */
const STEPS = [
  [1, '1'],
  [2, '2'],
  [3, '3 or 4'],
  [5, '5 to 9'],
  [10, '10 or more'],
] as const;

/** Mated searches by how many photos of their person are enrolled. */
export function cutByEnrolledPhotos({ searches }: SearchTable): CutAttribute {
  const stepOf = searches.map(({ isMated, enrolledPhotoCount }) =>
    isMated ? STEPS.findLastIndex(([from]) => enrolledPhotoCount >= from) : -1,
  );
  const steps = [...new Set(stepOf.filter((step) => step >= 0))].sort((a, b) => a - b);
  return {
    attribute: 'photos-per-person',
    kind: 'values',
    slices: steps.map((step) => STEPS[step]?.[1] ?? ''),
    sliceOf: Int32Array.from(stepOf, (step) => steps.indexOf(step)),
  };
}
