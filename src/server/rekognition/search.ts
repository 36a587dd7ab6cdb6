import { z } from 'zod';
import type { StoredFace } from '../../collections/collection.ts';
import { fuseEmbeddings } from '../../embedding/fuse.ts';
import { stackRows } from '../../numerics/matrix.ts';
import { dot } from '../../numerics/vector.ts';
import { toUuid } from './face-ids.ts';
import { faceId } from './faces.ts';
import { type Call, collectionName, collectionNamed, type Operation, operation } from './operation.ts';
import { facesIn, imageSchema, largestFace, percent, placed, qualityFilter } from './photo-faces.ts';
import { Refusal } from './refusal.ts';
import { similarityOf } from './similarity.ts';
import { enrolledFace, faceJson, recordRead } from './stored-faces.ts';

/** People that one search answers, at most. */
const MOST = 100;

const searching = {
  CollectionId: collectionName,
  FaceMatchThreshold: percent.default(80),
  MaxFaces: z.int().min(1).max(4096).default(80),
};

/** Finds who looks like the largest face of a photo: of each person the face most like it. */
export const searchFacesByImage: Operation = operation(
  'identify',
  z.strictObject({ ...searching, Image: imageSchema, QualityFilter: qualityFilter }),
  async ({ CollectionId, Image, FaceMatchThreshold, MaxFaces }, call) => {
    const { id, networks } = await collectionNamed(call, CollectionId);
    const photo = await facesIn(call, Image);
    const face = largestFace(photo, 'photo');
    const { BoundingBox, Confidence } = placed(face, photo);
    const embedding = fuseEmbeddings(face.embeddings);
    return {
      SearchedFaceBoundingBox: BoundingBox,
      SearchedFaceConfidence: Confidence,
      FaceMatches: await matchesOf(call, id, {
        embedding,
        least: FaceMatchThreshold,
        limit: MaxFaces,
      }),
      FaceModelVersion: networks,
    };
  },
);

/** Finds who else looks like an enrolled face. Its own person is left out: their score would rest on that very face. */
export const searchFaces: Operation = operation(
  'identify',
  z.strictObject({ ...searching, FaceId: faceId }),
  async ({ CollectionId, FaceId, FaceMatchThreshold, MaxFaces }, call) => {
    const { id, networks } = await collectionNamed(call, CollectionId);
    const face = await enrolledFace(call, id, FaceId);
    const embedding = (await call.service.ports.store.embeddings([FaceId])).get(FaceId);
    if (face?.personId === undefined || embedding === undefined)
      throw new Refusal(
        'InvalidParameterException',
        `The face ${toUuid(FaceId)} is not in the collection '${CollectionId}'.`,
      );
    return {
      SearchedFaceId: toUuid(FaceId),
      FaceMatches: await matchesOf(call, id, {
        embedding,
        least: FaceMatchThreshold,
        limit: MaxFaces,
        hidden: new Set([face.personId]),
      }),
      FaceModelVersion: networks,
    };
  },
);

interface Search {
  readonly embedding: Float32Array;
  /** Similarity that a match has at least, in percent. */
  readonly least: number;
  readonly limit: number;
  readonly hidden?: ReadonlySet<string>;
}

async function matchesOf(call: Call, collectionId: string, search: Search): Promise<object[]> {
  const { ports, live } = call.service;
  const { decision, rule } = await live.open(collectionId);
  const probes = stackRows([search.embedding], search.embedding.length);
  const [hit] = await ports.search.search(collectionId, probes, {
    rule,
    limit: Math.min(MOST, search.limit),
    ...(search.hidden && { hidden: [search.hidden] }),
  });
  const found: { face: StoredFace; similarity: number }[] = [];
  for (const { personId, score } of hit?.candidates ?? []) {
    const similarity = similarityOf(decision, score);
    const face = similarity < search.least ? undefined : await faceMostLike(call, personId, search.embedding);
    if (face !== undefined) found.push({ face, similarity });
  }
  const faces = found.map(({ face }) => face);
  await recordRead(call, collectionId, { action: 'identify', faces });
  return await Promise.all(
    found.map(async ({ face, similarity }) => ({
      Similarity: similarity,
      Face: await faceJson(call, face),
    })),
  );
}

/** Undefined for somebody who was removed since the search. */
async function faceMostLike(
  { service: { ports } }: Call,
  personId: string,
  embedding: Float32Array,
): Promise<StoredFace | undefined> {
  const faces = await ports.store.facesOfPerson(personId);
  const embeddings = await ports.store.embeddings(faces.map(({ id }) => id));
  const likeness = (face: StoredFace): number => {
    const own = embeddings.get(face.id);
    return own === undefined ? -1 : dot(embedding, own);
  };
  return [...faces].sort((a, b) => likeness(b) - likeness(a))[0];
}
