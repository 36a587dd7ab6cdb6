import type { Job, JobTarget } from '../../../collections/jobs.ts';
import { isQuenError, QuenError } from '../../../core/errors.ts';
import type { JobService } from './job-service.ts';

/** A photo that comes to a job. */
export interface SentPhoto {
  readonly bytes: Uint8Array;
  readonly label?: string;
  /** Whom it is of; for jobs that enrol, and only these. */
  readonly of?: { readonly personId?: string; readonly name?: string; readonly externalId?: string };
}

/**
 * Takes a photo into an open job: once this returns, the photo outlives the process. One that was taken before under its label is not taken again.
 * Throws `NOT_FOUND`, `CONFLICT`, `CONFIG_INVALID`, `SERVICE_BUSY` where as much waits as may, `OUTPUT_*` and `DATABASE_*`.
 */
export async function takePhoto(
  service: JobService,
  job: Job,
  { bytes, label, of = {} }: SentPhoto,
): Promise<{ readonly number: number; readonly isNew: boolean }> {
  const { ports, jobs, home, jobWatch } = service;
  const target = await targetOf(service, job, of);
  await assertRoom(service, bytes.length);
  const fileId = ports.newId('photo');
  await ports.vault.keepPhoto(fileId, bytes);
  const removeFile = (): Promise<void> => ports.vault.remove({ photoIds: [fileId], faceIds: [] });
  const taken = await jobs
    .addPhoto(job.id, {
      fileId,
      home,
      byteCount: bytes.length,
      sha256: ports.hash(bytes),
      ...(label !== undefined && { label }),
      ...(target && { target }),
    })
    .catch(async (cause: unknown) => {
      // After any other fault the row may be there: the file stays, and the next start removes it if nothing calls for it.
      if (isQuenError(cause, 'NOT_FOUND') || isQuenError(cause, 'CONFLICT')) await removeFile();
      throw cause;
    });
  if (!taken.isNew) await removeFile();
  jobWatch.taken(job.id);
  return taken;
}

async function targetOf(
  { ports }: JobService,
  { task, collectionId }: Job,
  { personId, name, externalId }: NonNullable<SentPhoto['of']>,
): Promise<JobTarget | undefined> {
  const isSaid = personId !== undefined || name !== undefined || externalId !== undefined;
  if (task.kind === 'identify') {
    if (!isSaid) return undefined;
    throw new QuenError('CONFIG_INVALID', 'A job that identifies is not told whom a photo is of.');
  }
  if (personId !== undefined) {
    const person = await ports.store.person(personId);
    if (person.collectionId === collectionId && name === undefined && externalId === undefined)
      return { kind: 'known', personId };
    throw new QuenError(
      'CONFIG_INVALID',
      'personId must be of the collection of the job, without name and externalId beside it.',
    );
  }
  const called = name ?? externalId;
  if (called === undefined)
    throw new QuenError('CONFIG_INVALID', 'A photo to enrol needs a personId, a name or an externalId.');
  return {
    kind: 'new',
    personId: ports.newId('person'),
    name: called,
    ...(externalId !== undefined && { externalId }),
  };
}

async function assertRoom({ jobs, backlogLimit }: JobService, byteCount: number): Promise<void> {
  const backlog = await jobs.backlog();
  if (backlog.photoCount < backlogLimit.photoCount && backlog.byteCount + byteCount <= backlogLimit.byteCount)
    return;
  throw new QuenError(
    'SERVICE_BUSY',
    `${backlog.photoCount} photos of jobs wait already, as many as may. Send the photo again later.`,
  );
}
