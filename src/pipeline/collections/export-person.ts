import type { AccessRecord } from '../../collections/access.ts';
import type { Person, StoredFace, StoredPhoto } from '../../collections/collection.ts';
import type { AccessLog } from '../../collections/ports.ts';
import type { ServicePorts } from './service-ports.ts';

/** A face of a person with what was kept of it. */
export interface ExportedFace {
  readonly face: StoredFace;
  readonly photo: StoredPhoto;
  /** JPEG; absent where none was kept. */
  readonly crop?: Uint8Array;
}

/** All that is kept about somebody, but for the embeddings, which are of no use outside. */
export interface ExportedPerson {
  readonly person: Person;
  readonly faces: readonly ExportedFace[];
  /** Who read or changed it, newest first. */
  readonly log: readonly AccessRecord[];
}

/** Records read from the log at once. */
const LOG_PAGE = 1000;

/** Gathers what is kept about somebody, for them to have. Throws `NOT_FOUND` and `DATABASE_*`. */
export async function exportPerson(
  { ports: { store, vault }, log }: { readonly ports: ServicePorts; readonly log: AccessLog },
  personId: string,
): Promise<ExportedPerson> {
  const person = await store.person(personId);
  const faces: ExportedFace[] = [];
  for (const face of await store.facesOfPerson(personId)) {
    const [photo, crop] = await Promise.all([store.photo(face.photoId), vault.crop(face.id)]);
    faces.push({ face, photo, ...(crop && { crop }) });
  }
  return { person, faces, log: await wholeLog(log, personId) };
}

async function wholeLog(log: AccessLog, personId: string): Promise<AccessRecord[]> {
  const records: AccessRecord[] = [];
  let after: string | undefined;
  do {
    const page = await log.read({ personId, limit: LOG_PAGE, ...(after !== undefined && { after }) });
    records.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return records;
}
