import { QuenError } from '../../../core/errors.ts';
import type { PhotoFile } from '../../../core/photo.ts';
import type { FaceWork, MeasurePorts, ViewPorts } from '../../../core/ports.ts';
import type { PhotoRecord } from '../../../jobs/photo-record.ts';
import { localPath, type PhotoRoot } from '../../../jobs/photo-roots.ts';
import type { TaskPhoto } from '../../../jobs/shard-task.ts';
import { type ShardNotes, setAside } from '../../../jobs/suspects.ts';
import { inTurns } from '../../in-turns.ts';
import { extractionWork } from './extraction-work.ts';
import { measuresWork } from './measures-work.ts';
import type { PhotoWork } from './photo-work.ts';
import { shardWatch } from './shard-watch.ts';
import { viewsWork } from './views-work.ts';

/** A shard to be worked on, and what for. */
export interface ShardWork {
  readonly photos: readonly TaskPhoto[];
  readonly ports: ViewPorts;
  readonly measuring: MeasurePorts;
  /** What is to be made of the photos' faces; absent where the faces are to be found. */
  readonly wants?: FaceWork;
  /** Where this machine has the submitter's folders. */
  readonly roots: readonly PhotoRoot[];
  /** Whether there is a file, which can perhaps not be read. */
  isThere(path: string): Promise<boolean>;
  /** Of earlier tries. */
  readonly notes: ShardNotes;
  /** Keeps notes where they outlive this process. */
  note(notes: ShardNotes): Promise<void>;
  /** Called after each photo. */
  onPhoto(): void;
  readonly signal: AbortSignal;
}

/**
 * Works on all photos of a shard, in their order. Photos that are suspected of having ended a worker come first, one by one; those
 * that did so again and again are left alone and have failed. Throws `PHOTOS_UNREACHABLE` where no photo can be read,
 * `NETWORK_UNRUNNABLE` and `ABORTED`.
 */
export async function workOnShard(work: ShardWork): Promise<readonly PhotoRecord[]> {
  const { photos, roots, notes, signal } = work;
  const files = photos.map(({ path, name }): PhotoFile => ({ path: localPath(path, roots), name }));
  const each = photoWork(work, files);
  const aside = setAside(notes);
  const watch = shardWatch(photos.length, notes, work.note);
  const records = new Array<PhotoRecord>(photos.length);
  const make = async (place: number) => {
    records[place] = await each.make(place);
    watch.after(place);
    work.onPhoto();
    return { isCached: false };
  };
  const suspects = notes.suspects.filter((place) => !aside.has(place) && place < photos.length);
  for (const [place, deaths] of aside) records[place] = leftAlone(files[place] as PhotoFile, deaths);
  const alone = async (place: number) => {
    await watch.beforeAlone(place);
    return await make(place);
  };
  await inTurns(suspects, 1, alone, { signal });
  const others = [...photos.keys()].filter((place) => records[place] === undefined);
  const together = async (place: number) => {
    await watch.before(place);
    return await make(place);
  };
  await inTurns(others, work.ports.extractor.concurrency, together, { signal });
  await assertReachable(records, { files, isThere: work.isThere });
  each.check();
  return records;
}

function photoWork(
  { photos, ports, measuring, wants, signal }: ShardWork,
  files: readonly PhotoFile[],
): PhotoWork {
  const parts = { files, photos };
  if (wants === undefined) return extractionWork({ ...parts, ports });
  if (wants.kind === 'measures') return measuresWork({ ...parts, ports: measuring });
  return viewsWork({ ...parts, ports, views: wants, signal });
}

function leftAlone({ name }: PhotoFile, deaths: number): PhotoRecord {
  const reason = `It was in work each of the ${deaths} times that a worker ended early, so it is left out.`;
  return { kind: 'failed', photo: name, sha256: '', code: 'PHOTO_SET_ASIDE', reason };
}

/** A folder that is not there would make each of its photos a photo that cannot be read. A photo that is there is its own fault. */
async function assertReachable(
  records: readonly PhotoRecord[],
  { files, isThere }: Pick<ShardWork, 'isThere'> & { readonly files: readonly PhotoFile[] },
): Promise<void> {
  const isUnread = (record: PhotoRecord): boolean =>
    record.kind === 'failed' && record.sha256 === '' && record.code === 'PHOTO_UNREADABLE';
  const [first] = records;
  if (first?.kind !== 'failed' || !records.every(isUnread)) return;
  for (const { path } of files) if (await isThere(path)) return;
  throw new QuenError(
    'PHOTOS_UNREACHABLE',
    `None of the ${records.length} photos of a shard can be read here. The first, ${files[0]?.path}: ${first.reason} Mount the folder of the photos, or say with --photos-root FROM=TO where this machine has it.`,
  );
}
