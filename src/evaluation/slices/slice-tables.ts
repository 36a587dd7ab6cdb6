import type { SliceTable } from '../../core/evaluation-slices.ts';
import { holmCorrected } from '../../numerics/holm.ts';
import { stack } from '../counting/measure.ts';
import type { SearchTable } from '../counting/search-table.ts';
import type { Section } from '../findings/section.ts';
import { type CutAttribute, cutAttribute, type PhotoAttributes } from './cut-attribute.ts';
import { cutByEnrolledPhotos } from './enrolled-photos.ts';
import { FIGURES_PER_SLICE, readSlice, type SliceOf, sliceMeasure, slicePValues } from './slice-row.ts';

/**
 * Figures at the one threshold for every slice of every attribute, and a warning where the threshold serves one slice worse
 * than the others: its corrected p-value is below 0.05. The correction is over all slices of all attributes, so a report
 * without any unfairness has a warning in one case of twenty at most.
 */
export function sliceSection(
  table: SearchTable,
  threshold: number,
  attributes: PhotoAttributes,
): Section<SliceTable[]> {
  const cuts = [cutByEnrolledPhotos(table), ...cutsOf(table, attributes)].filter(
    ({ slices }) => slices.length > 0,
  );
  const slices = cuts.flatMap((cut) =>
    cut.slices.map((_, place): SliceOf => ({ table, threshold, cut, place })),
  );
  return {
    measure: stack(cuts.map((cut) => sliceMeasure({ table, threshold, cut }))),
    read: (measured) => {
      const corrected = correctedPValues(slices);
      const rows = slices.map((slice, place) =>
        readSlice(slice, {
          measured,
          first: place * FIGURES_PER_SLICE,
          pValues: corrected[place] ?? [null, null],
        }),
      );
      return cuts.map((cut) => ({
        attribute: cut.attribute,
        kind: cut.kind,
        rows: rows.filter((_, place) => slices[place]?.cut === cut),
        unknownCount: cut.sliceOf.filter((slice) => slice < 0).length,
      }));
    },
  };
}

function cutsOf({ searches }: SearchTable, attributes: PhotoAttributes): CutAttribute[] {
  const names = new Set(searches.flatMap(({ photo }) => Object.keys(attributes.get(photo) ?? {})));
  return [...names].map((name) =>
    cutAttribute(
      name,
      searches.map(({ photo }) => attributes.get(photo)?.[name]),
    ),
  );
}

/** P-values of DIR and FPIR of each slice, corrected together; those that cannot be tested stay null. */
function correctedPValues(slices: readonly SliceOf[]): (number | null)[][] {
  const pValues = slices.map(slicePValues);
  const tested = holmCorrected(pValues.flat().filter((pValue) => pValue !== null));
  let next = 0;
  return pValues.map((pair) => pair.map((pValue) => (pValue === null ? null : (tested[next++] ?? 1))));
}
