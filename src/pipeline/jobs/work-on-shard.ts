import { QuenError } from '../../core/errors.ts';
import type { ExtractedPhoto, PhotoFile } from '../../core/photo.ts';
import type { ExtractionPorts } from '../../core/ports.ts';
import type { PhotoRecord } from '../../jobs/photo-record.ts';
import { localPath, type PhotoRoot } from '../../jobs/photo-roots.ts';
import type { TaskPhoto } from '../../jobs/shard-task.ts';
import { type ShardNotes, setAside } from '../../jobs/suspects.ts';
import { extractPhoto } from '../extract-photo.ts';
import { inTurns } from '../in-turns.ts';
import { assertNetworksRun } from '../network-faults.ts';
import { shardPorts } from './shard-ports.ts';
import { shardWatch } from './shard-watch.ts';

/** A shard to be worked on, and what for. */
export interface ShardWork {
  readonly photos: readonly TaskPhoto[];
  readonly ports: ExtractionPorts;
  /** Where this machine has the submitter's folders. */
  readonly roots: readonly PhotoRoot[];
  /** Of earlier tries. */
  readonly notes: ShardNotes;
  /** Keeps notes where they outlive this process. */
  note(notes: ShardNotes): Promise<void>;
  /** Called after each photo. */
  onPhoto(): void;
  readonly signal: AbortSignal;
}

/**
 * Extracts all photos of a shard, in their order. Photos that are suspected of having ended a worker come first, one by one; those
 * that did so again and again are left alone and have failed. Throws `PHOTOS_UNREACHABLE` where no photo can be read,
 * `NETWORK_UNRUNNABLE` and `ABORTED`.
 */
export async function workOnShard(work: ShardWork): Promise<readonly PhotoRecord[]> {
  const { photos, roots, notes } = work;
  const files = photos.map(({ path, name }): PhotoFile => ({ path: localPath(path, roots), name }));
  const ports = shardPorts(
    work.ports,
    new Map(files.map(({ path }, place) => [path, photos[place] as TaskPhoto])),
  );
  const aside = setAside(notes);
  const watch = shardWatch(photos.length, notes, work.note);
  const results = new Array<ExtractedPhoto>(photos.length);
  const extract = async (place: number) => {
    const result = await extractPhoto(files[place] as PhotoFile, ports);
    results[place] = result;
    watch.after(place);
    work.onPhoto();
    return result;
  };
  const suspects = notes.suspects.filter((place) => !aside.has(place) && place < photos.length);
  for (const [place, deaths] of aside) results[place] = leftAlone(files[place] as PhotoFile, deaths);
  const { signal } = work;
  const alone = async (place: number) => {
    await watch.beforeAlone(place);
    return await extract(place);
  };
  await inTurns(suspects, 1, alone, { signal });
  const others = [...photos.keys()].filter((place) => results[place] === undefined);
  const together = async (place: number) => {
    await watch.before(place);
    return await extract(place);
  };
  await inTurns(others, ports.extractor.concurrency, together, { signal });
  assertReachable(results);
  assertNetworksRun(results);
  return results.map((result) => recordOf(result, ports));
}

function leftAlone(photo: PhotoFile, deaths: number): ExtractedPhoto {
  const reason = `It was in work each of the ${deaths} times that a worker ended early, so it is left out.`;
  return { photo, sha256: '', extraction: { kind: 'failed', code: 'PHOTO_SET_ASIDE', reason } };
}

/** A folder that is not there would make each of its photos a photo that cannot be read. */
function assertReachable(results: readonly ExtractedPhoto[]): void {
  const isUnread = ({ sha256, extraction }: ExtractedPhoto): boolean =>
    sha256 === '' && extraction.kind === 'failed' && extraction.code === 'PHOTO_UNREADABLE';
  const [first] = results;
  if (first?.extraction.kind !== 'failed' || !results.every(isUnread)) return;
  throw new QuenError(
    'PHOTOS_UNREACHABLE',
    `None of the ${results.length} photos of a shard can be read here. The first, ${first.photo.path}: ${first.extraction.reason} Mount the folder of the photos, or say with --photos-root FROM=TO where this machine has it.`,
  );
}

function recordOf({ photo, sha256, extraction }: ExtractedPhoto, ports: ExtractionPorts): PhotoRecord {
  const detection = sha256 === '' ? undefined : ports.detections.get(sha256);
  const named = { photo: photo.name, sha256 };
  if (extraction.kind === 'failed' && (detection === undefined || extraction.failures === undefined))
    return { kind: 'failed', ...named, code: extraction.code, reason: extraction.reason };
  const embeddings = ports.embeddings.map((cache) => cache.get(sha256));
  return { kind: 'extracted', ...named, detection: detection ?? new Uint8Array(), embeddings };
}
