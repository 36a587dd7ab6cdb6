import type { AccessRecord, ApiKey } from './access.ts';
import type { Change, Step } from './changes.ts';
import type { Collection, FaceState, FaceTemplate, Person, StoredFace, StoredPhoto } from './collection.ts';
import type { Settlement } from './findings.ts';
import type { ImportedCollection } from './imported.ts';
import type { JobSettlement } from './jobs.ts';
import type { Scope } from './scopes.ts';

/** A part of a long list: `next` is handed in again for the following part, and absent after the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** Which part of a long list. */
export interface PageRequest {
  readonly after?: string;
  /** In 1 to 1000. */
  readonly limit: number;
}

/** A photo with its faces, as it is first kept. */
export interface NewPhoto {
  readonly photo: StoredPhoto;
  readonly faces: readonly { readonly face: StoredFace; readonly embedding: Float32Array }[];
}

/** Ids of photos and faces whose files are to be removed. */
export interface RemovedFiles {
  readonly photoIds: readonly string[];
  readonly faceIds: readonly string[];
}

/** Who did something, for the log of changes and of reads. */
export interface Actor {
  readonly keyId?: string;
}

/**
 * Where collections are kept. What a call has acknowledged outlives the process. Throws `NOT_FOUND` for ids that are nothing's, `CONFLICT`
 * for names and external ids that are taken, and `DATABASE_*`.
 */
export interface CollectionStore {
  addCollection(collection: Omit<Collection, 'version'>): Promise<void>;
  /** Keeps a collection that comes whole from a file, all or none. */
  importCollection(imported: ImportedCollection): Promise<void>;
  /** The collection that came from a file, by the file's SHA-256. */
  collectionOfOrigin(origin: string): Promise<string | undefined>;
  collections(): Promise<readonly Collection[]>;
  collection(id: string): Promise<Collection>;
  /** What was last kept of the collection's calibration, if anything. */
  calibration(id: string): Promise<string | undefined>;
  /** Keeps it until it is overwritten, or somebody is erased; nothing where the collection is not there. */
  keepCalibration(id: string, calibration: string): Promise<void>;
  /** With all people, photos and faces. @returns files that are to be removed, by id of photo and of face */
  removeCollection(id: string): Promise<RemovedFiles>;

  /** By name, then id. */
  people(collectionId: string, page: PageRequest & { readonly search?: string }): Promise<Page<Person>>;
  person(id: string): Promise<Person>;
  /** Names of people by id; those that are not there have none. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  personByExternalId(collectionId: string, externalId: string): Promise<Person | undefined>;
  /** Sets what is given and leaves the rest; `null` takes the end of the time away. */
  setConsent(
    id: string,
    terms: { readonly consent?: string | undefined; readonly retainUntil?: Date | null | undefined },
  ): Promise<void>;
  /** People whose time is over. */
  expiredPeople(now: Date): Promise<readonly Person[]>;

  /** @param settles a photo of a job that this ends, in the same go; throws `NOT_FOUND` where it does not wait any more */
  addPhoto(photo: NewPhoto, settles?: JobSettlement): Promise<void>;
  photo(id: string): Promise<StoredPhoto>;
  /** Photos of the very same bytes, oldest first. */
  photosByHash(collectionId: string, sha256: string): Promise<readonly StoredPhoto[]>;
  facesOfPhoto(photoId: string): Promise<readonly StoredFace[]>;
  facesOfPerson(personId: string): Promise<readonly StoredFace[]>;
  face(id: string): Promise<StoredFace>;
  /** Newest first. */
  facesInState(collectionId: string, state: FaceState, page: PageRequest): Promise<Page<StoredFace>>;
  /** Faces of a state with their embeddings, decrypted; throws `ENCRYPTION_KEY`. */
  templates(collectionId: string, state: FaceState): Promise<readonly FaceTemplate[]>;
  /** Decrypted; faces that are not there are left out. Throws `ENCRYPTION_KEY`. */
  embeddings(faceIds: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
  setGroups(groups: ReadonlyMap<string, number | undefined>): Promise<void>;
  /** People each face is surely not, by face. */
  refusals(collectionId: string): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  /** Findings that were settled: all is well with them. */
  settlements(collectionId: string): Promise<readonly Settlement[]>;

  /**
   * Carries out steps, all or none, and keeps how they are undone. The collection's version rises. Throws `CONFLICT` for a step that what is
   * there does not allow, such as removing somebody with faces.
   */
  change(
    collectionId: string,
    change: {
      readonly kind: string;
      readonly summary: string;
      /** Kept in the same go, before the steps: both or neither. */
      readonly photos?: readonly NewPhoto[];
      readonly steps: readonly Step[];
      /** A photo of a job that this ends, in the same go; throws `NOT_FOUND` where it does not wait any more. */
      readonly settles?: JobSettlement;
    },
    actor: Actor,
  ): Promise<Change>;
  /** The newest change that stands, or the one asked for; `CONFLICT` where a later one that stands touched the same. */
  undo(collectionId: string, changeId?: number): Promise<Change>;
  changes(collectionId: string, page: PageRequest): Promise<Page<Change>>;

  /**
   * Erases a person for good: faces, embeddings, photos that show nobody else who is kept, changes and refusals that name them.
   * @returns files that are to be removed, by id of photo and of face
   */
  erasePerson(
    id: string,
  ): Promise<{ readonly photoIds: readonly string[]; readonly faceIds: readonly string[] }>;
  /** Of ids of photos and faces, those whose file nothing calls for: unknown here, or photos that are no longer kept. */
  uncalledFor(files: RemovedFiles): Promise<RemovedFiles>;
  /** Counts of rows in every table that still name a person or their faces: all 0 after erasing. */
  traces(personId: string, faceIds: readonly string[]): Promise<Readonly<Record<string, number>>>;
}

/** Where keys of the API are kept. */
export interface KeyStore {
  addKey(key: ApiKey, hash: Uint8Array): Promise<void>;
  /** Keys with the hashes of their secrets; few enough to hold. */
  keys(): Promise<readonly { readonly key: ApiKey; readonly hash: Uint8Array }[]>;
  /** Throws `NOT_FOUND`. */
  revokeKey(id: string, at: Date): Promise<void>;
}

/** The log of who read or changed data of whom. */
export interface AccessLog {
  record(records: readonly AccessRecord[]): Promise<void>;
  /** Newest first. */
  read(
    page: PageRequest & { readonly personId?: string },
  ): Promise<Page<AccessRecord & { readonly id: number }>>;
}

/** What a new key is made of; see `mayGrant`. */
export interface NewKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: Date;
}
