import { nonMatedScores, type SearchedStranger, strangerProbes } from '../../pipeline/calibrate.ts';
import type { LabelledExtraction } from '../../pipeline/enrol.ts';
import { withoutEnrolled } from '../../pipeline/enrolled-strangers.ts';
import { rehearse } from '../../pipeline/indexed/calibrate-indexed.ts';
import { type IndexedGallery, indexableRows } from '../../pipeline/indexed/indexed-gallery.ts';
import { searchIndexed } from '../../pipeline/indexed/search-indexed.ts';
import { searchable } from '../../pipeline/recogniser.ts';
import {
  type CalibratedGallery,
  calibratedGallery,
  type EnrolSettings,
  enrolPeople,
} from '../enrol-people.ts';
import type { IndexStore } from './index-files.ts';

/**
 * Enrols people and calibrates them through an index: strangers, and enrolled people who play strangers, are searched the way
 * that probes will be. The index is kept in the store. Throws as `enrolAndCalibrate` does, `OUTPUT_*`, `DATABASE_*` and `ABORTED`.
 */
export async function enrolThroughIndex(
  people: readonly LabelledExtraction[],
  strangers: readonly LabelledExtraction[],
  {
    store,
    signal,
    ...settings
  }: EnrolSettings & { readonly store: IndexStore; readonly signal?: AbortSignal | undefined },
): Promise<CalibratedGallery> {
  const enrolled = enrolPeople(people, strangers, settings);
  const { gallery } = enrolled.enrolment;
  const target = searchable(gallery);
  await using index = await store.open(target, signal);
  const indexed = { target, index, beside: indexableRows(target).beside };
  const searched = await searchStrangersIndexed(strangers, indexed, strangerProbes(strangers, gallery));
  const sifted = withoutEnrolled(gallery, searched);
  const { makeTemporary: makeIndex, innerProducts } = store;
  const { scores: rehearsed, recall } = await rehearse(indexed, { makeIndex, innerProducts, signal });
  const scores = {
    nonMated:
      sifted.searched.length > 0 ? nonMatedScores(gallery, sifted.searched, 'nearest') : rehearsed.nonMated,
    mated: rehearsed.mated,
    index: store.stamp,
  };
  return {
    ...calibratedGallery(enrolled, { sifted, scores, settings }),
    ...(recall && { indexRecall: recall }),
  };
}

async function searchStrangersIndexed(
  strangers: readonly LabelledExtraction[],
  indexed: IndexedGallery,
  { probes }: ReturnType<typeof strangerProbes>,
): Promise<SearchedStranger[]> {
  const hits = (await searchIndexed(probes, indexed, { candidateCount: 1 })).values();
  return strangers.map((stranger) => {
    const hit = stranger.extraction.kind === 'faces' ? hits.next().value : undefined;
    return { stranger, ...(hit && { hit }) };
  });
}
