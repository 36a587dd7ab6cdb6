import type { CollectionStore } from '../../../collections/ports.ts';
import type { Database } from '../database.ts';
import type { EmbeddingCipher } from '../embedding-cipher.ts';
import { gathered } from '../gathered.ts';
import { listChanges, makeChange, undoChange } from './changes.ts';
import {
  addCollection,
  keepCalibration,
  listCollections,
  readCalibration,
  readCollection,
  removeCollection,
} from './collections.ts';
import { erasePerson, traces } from './erase.ts';
import {
  facesInState,
  facesOfPerson,
  facesOfPhoto,
  readEmbeddings,
  readFace,
  readRefusals,
  readTemplates,
  setGroups,
} from './faces.ts';
import { heldNames } from './held-names.ts';
import { collectionOfOrigin, importCollection } from './import-collection.ts';
import { settlePhoto } from './jobs/settle.ts';
import {
  expiredPeople,
  listPeople,
  readNames,
  readPerson,
  readPersonByExternalId,
  setConsent,
} from './people.ts';
import { addPhoto, photosByHash, readPhoto, uncalledFor } from './photos.ts';
import { settlementsOf } from './settlements.ts';

/** Collections in a database, with their embeddings encrypted. */
export function collectionStore(database: Database, cipher: EmbeddingCipher): CollectionStore {
  const gatheredNames = gathered((calls: readonly (readonly string[])[]) =>
    readNames(database, calls.flat()),
  );
  const names = heldNames(gatheredNames);
  // A server has other writers, whose changes nobody tells of.
  const readHeld = database.kind === 'embedded' ? names.read : gatheredNames;
  return {
    addCollection: (collection) => addCollection(database, collection),
    importCollection: (imported) => importCollection(database, imported, cipher),
    collectionOfOrigin: (origin) => collectionOfOrigin(database, origin),
    collections: () => listCollections(database),
    collection: (id) => readCollection(database, id),
    calibration: (id) => readCalibration(database, id),
    keepCalibration: (id, calibration) => keepCalibration(database, id, calibration),
    removeCollection: (id) => names.changing(() => removeCollection(database, id)),
    people: (collectionId, page) => listPeople(database, collectionId, page),
    person: (id) => readPerson(database, id),
    names: async (ids) => {
      const found = ids.length === 0 ? new Map<string, string>() : await readHeld(ids);
      return new Map([...found].filter(([id]) => ids.includes(id)));
    },
    personByExternalId: (collectionId, externalId) =>
      readPersonByExternalId(database, collectionId, externalId),
    setConsent: (id, terms) => setConsent(database, id, terms),
    expiredPeople: (now) => expiredPeople(database, now),
    addPhoto: (photo, settles) =>
      database.transaction(async (transaction) => {
        await addPhoto(transaction, photo, cipher);
        if (settles !== undefined) await settlePhoto(transaction, settles);
      }),
    photo: (id) => readPhoto(database, id),
    photosByHash: (collectionId, sha256) => photosByHash(database, collectionId, sha256),
    facesOfPhoto: (photoId) => facesOfPhoto(database, photoId),
    facesOfPerson: (personId) => facesOfPerson(database, personId),
    face: (id) => readFace(database, id),
    facesInState: (collectionId, state, page) => facesInState(database, { collectionId, state }, page),
    templates: (collectionId, state) => readTemplates(database, { collectionId, state }, cipher),
    embeddings: (faceIds) => readEmbeddings(database, faceIds, cipher),
    setGroups: (groups) => setGroups(database, groups),
    refusals: (collectionId) => readRefusals(database, collectionId),
    settlements: (collectionId) => settlementsOf(database, collectionId),
    change: (collectionId, change, actor) =>
      names.changing(() => makeChange(database, collectionId, { ...change, actor }, cipher)),
    undo: (collectionId, changeId) => names.changing(() => undoChange(database, collectionId, changeId)),
    changes: (collectionId, page) => listChanges(database, collectionId, page),
    erasePerson: (id) => names.changing(() => erasePerson(database, id)),
    uncalledFor: (files) => uncalledFor(database, files),
    traces: (personId, faceIds) => traces(database, personId, faceIds),
  };
}
