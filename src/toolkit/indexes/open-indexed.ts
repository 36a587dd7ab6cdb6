import { QuenError } from '../../core/errors.ts';
import { EXACT_INDEX, type IndexStamp, indexText, isSameIndex } from '../../core/index-stamp.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import { type RehearsedRecall, rehearse } from '../../pipeline/indexed/calibrate-indexed.ts';
import { indexRecogniser } from '../../pipeline/indexed/index-recogniser.ts';
import { type IndexedGallery, indexableRows } from '../../pipeline/indexed/indexed-gallery.ts';
import { type Recogniser, searchable } from '../../pipeline/recogniser.ts';
import { type IndexStore, openIndexStore, type StorePlace } from './index-files.ts';

/** What a caller says of the index that a gallery is to be searched through. */
export interface IndexAsked {
  /** The gallery's own when absent. */
  readonly stamp?: IndexStamp | undefined;
  /** Whether the threshold is set anew where it was set through another index. */
  readonly isRecalibrated?: boolean | undefined;
  /** Whether every face is to be compared with every template, as learning from photos does. */
  readonly mustCompareAll?: boolean | undefined;
}

/**
 * The index that a gallery is searched through; undefined where its templates are to be compared one by one, by a rule or a
 * rejector that no index serves. Throws `GALLERY_INDEX_MISMATCH` for another index than it was calibrated with, and `CONFIG_INVALID` for one
 * that cannot serve it.
 */
export function indexOf(
  gallery: Gallery,
  path: string,
  { stamp, isRecalibrated, mustCompareAll }: IndexAsked,
): IndexStamp | undefined {
  const own = gallery.index ?? EXACT_INDEX;
  const wanted = stamp ?? gallery.index;
  if (wanted === undefined) return undefined;
  const isOwn = isSameIndex(wanted, own);
  if (!isOwn && !isRecalibrated) throw mismatch(path, own, wanted);
  if (gallery.rejection !== undefined && wanted.kind !== 'exact') {
    const message = `${path} rejects by '${gallery.rejection.rejector}', which compares with the whole gallery and not through an index. Leave out --index, or enrol again without --rejector.`;
    throw new QuenError('CONFIG_INVALID', message);
  }
  if (mustCompareAll && wanted.kind !== 'exact') {
    const message = `${path} is searched through ${wanted.kind}, which finds a part of what learning from photos compares. Leave out --learn-from-photos, or enrol again without --index.`;
    throw new QuenError('CONFIG_INVALID', message);
  }
  const isServed =
    gallery.rejection === undefined && !mustCompareAll && (!isOwn || gallery.nonMated.rule === 'nearest');
  return isServed ? wanted : undefined;
}

/** An open recogniser, and what it holds. */
export interface OpenRecogniser extends AsyncDisposable {
  readonly recogniser: Recogniser;
  /** Where the threshold was set anew through an approximate index. */
  readonly indexRecall?: RehearsedRecall;
}

/** Opens a gallery to be searched through an index, and sets its threshold anew where it was set through another. */
export async function openIndexed(
  gallery: Gallery,
  stamp: IndexStamp,
  place: StorePlace & { readonly signal?: AbortSignal | undefined },
): Promise<OpenRecogniser> {
  const store = await openIndexStore(stamp, place);
  try {
    const target = searchable(gallery);
    const index = await store.open(target, place.signal);
    const { scores, recall } = await scoresFor(
      gallery,
      { target, index, beside: indexableRows(target).beside },
      store,
      place,
    );
    return {
      recogniser: indexRecogniser({ ...gallery, ...scores, index: stamp }, index),
      ...(recall && { indexRecall: recall }),
      [Symbol.asyncDispose]: async () => {
        await index[Symbol.asyncDispose]();
        await store[Symbol.asyncDispose]();
      },
    };
  } catch (cause) {
    await store[Symbol.asyncDispose]();
    throw cause;
  }
}

/** Those of the gallery itself, or new ones where they were not searched through such an index. */
async function scoresFor(
  gallery: Gallery,
  indexed: IndexedGallery,
  { stamp, makeTemporary: makeIndex, innerProducts }: IndexStore,
  { signal }: { readonly signal?: AbortSignal | undefined },
): Promise<Partial<Awaited<ReturnType<typeof rehearse>>>> {
  if (isSameIndex(stamp, gallery.index ?? EXACT_INDEX)) return {};
  return await rehearse(indexed, { makeIndex, innerProducts, signal });
}

function mismatch(path: string, own: IndexStamp, wanted: IndexStamp): QuenError {
  const message = `${path} was calibrated by searches through ${indexText(own)}, and its threshold does not hold for ${indexText(wanted)}, which finds other strangers. Leave out --index, enrol again with it, or add --recalibrate to set the threshold anew on the enrolled people.`;
  return new QuenError('GALLERY_INDEX_MISMATCH', message);
}
