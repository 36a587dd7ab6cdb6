import type { PhotoFile } from '../../../core/photo.ts';
import type { PhotoRecord } from '../../../jobs/photo-record.ts';
import type { TaskPhoto } from '../../../jobs/shard-task.ts';

/** What is done with the photos of a shard. */
export interface PhotoWork {
  /** Works on one. @param place of the photo in the shard */
  make(place: number): Promise<PhotoRecord>;
  /** Called when all are done with. Throws where they tell together of a fault that is not theirs. */
  check(): void;
}

/** What it is done with. */
export interface PhotoWorkParts {
  /** Where this machine has the photos, in the order of the shard. */
  readonly files: readonly PhotoFile[];
  /** The same as they were submitted. */
  readonly photos: readonly TaskPhoto[];
}
