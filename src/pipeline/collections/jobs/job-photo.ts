import type { ClaimedPhoto, JobOutcome, JobTarget } from '../../../collections/jobs.ts';
import { isQuenError, QuenError } from '../../../core/errors.ts';
import { type EnrolTarget, enrolPhoto } from '../enrol-photo.ts';
import { searchPhoto } from '../identify-photo.ts';
import type { JobService } from './job-service.ts';

/** Times a photo is begun before it is given up. */
const ATTEMPTS = 3;

/** Faults that are a photo's own, or its target's: trying again would end the same. */
const PHOTO_FAULTS = ['NOT_FOUND', 'CONFLICT', 'CONFIG_INVALID', 'DIMENSION_MISMATCH'] as const;

/**
 * Carries out one photo of a job and settles it; its file goes. A photo that cannot be used is settled as failed. Throws faults that are not
 * the photo's, such as `DATABASE_*`, `OUTPUT_*` and `ENCRYPTION_KEY`; then it is not settled, and can be begun again.
 */
export async function workOnPhoto(service: JobService, photo: ClaimedPhoto): Promise<void> {
  const { ports, jobs } = service;
  const outcome = await outcomeOf(service, photo);
  // Undefined: settled already, together with what it changed.
  if (outcome !== undefined) await settle(jobs, photo, outcome);
  await ports.vault.remove({ photoIds: [photo.fileId], faceIds: [] });
}

async function outcomeOf(service: JobService, photo: ClaimedPhoto): Promise<JobOutcome | undefined> {
  const bytes = await service.ports.vault.photo(photo.fileId);
  if (bytes === undefined) return failed('NOT_FOUND', 'The file of the photo is gone.');
  if (photo.attempt > ATTEMPTS)
    return failed('WORKER_CRASHED', `It was begun ${ATTEMPTS} times, and none came to an end.`);
  try {
    return await (photo.job.task.kind === 'identify'
      ? searched(service, photo, bytes)
      : enrolled(service, photo, bytes));
  } catch (cause) {
    if (isQuenError(cause) && PHOTO_FAULTS.some((code) => code === cause.code))
      return failed(cause.code, cause.message);
    throw cause;
  }
}

async function searched(
  service: JobService,
  photo: ClaimedPhoto,
  bytes: Uint8Array,
): Promise<JobOutcome | undefined> {
  const { task, collectionId } = photo.job;
  if (task.kind !== 'identify') return undefined;
  const found = await searchPhoto(service, collectionId, bytes, {
    ...task,
    settling: ({ kind: _, ...rest }) => settlement(photo, { kind: 'searched', ...rest }),
  });
  if (found.kind === 'failed') return failed(found.code, found.reason);
  const { kind, ...rest } = found;
  if (kind === 'no-face') return { kind: 'searched', ...rest, faces: [] };
  return task.keep ? undefined : { kind: 'searched', ...rest, faces: found.faces };
}

async function enrolled(
  service: JobService,
  photo: ClaimedPhoto,
  bytes: Uint8Array,
): Promise<JobOutcome | undefined> {
  const { collectionId, keyId } = photo.job;
  const enrol = async () =>
    await enrolPhoto(
      service,
      collectionId,
      {
        bytes,
        target: await targetNow(service, collectionId, photo.target),
        settling: (outcome) => settlement(photo, outcome),
      },
      keyId === undefined ? {} : { keyId },
    );
  const answer = await enrol().catch((cause: unknown) => {
    // Another photo of the same new person may have come first; then they are known now.
    if (isQuenError(cause, 'CONFLICT') && photo.target?.kind === 'new') return enrol();
    throw cause;
  });
  switch (answer.kind) {
    case 'enrolled':
      return undefined;
    case 'repeated':
      return { kind: 'enrolled', personId: answer.personId, photoId: answer.photoId };
    case 'no-face':
      return failed('PHOTO_UNREADABLE', 'No face was found in the photo.');
    case 'failed':
      return failed(answer.code, answer.reason);
  }
}

async function targetNow(
  { ports: { store } }: JobService,
  collectionId: string,
  target: JobTarget | undefined,
): Promise<EnrolTarget> {
  if (target === undefined) throw new QuenError('CONFIG_INVALID', 'Nobody is named to enrol the photo as.');
  if (target.kind === 'known') return target;
  const known =
    target.externalId === undefined
      ? await store.person(target.personId).catch((cause: unknown) => {
          if (isQuenError(cause, 'NOT_FOUND')) return undefined;
          throw cause;
        })
      : await store.personByExternalId(collectionId, target.externalId);
  return known === undefined ? target : { kind: 'known', personId: known.id };
}

function failed(code: string, reason: string): JobOutcome {
  return { kind: 'failed', code, reason };
}

function settlement({ job, number }: ClaimedPhoto, outcome: JobOutcome) {
  return { jobId: job.id, number, outcome };
}

/** One that does not wait any more was settled by whoever changed something, or dropped with its job. */
async function settle(jobs: JobService['jobs'], photo: ClaimedPhoto, outcome: JobOutcome): Promise<void> {
  await jobs.settle(settlement(photo, outcome)).catch((cause: unknown) => {
    if (!isQuenError(cause, 'NOT_FOUND')) throw cause;
  });
}
