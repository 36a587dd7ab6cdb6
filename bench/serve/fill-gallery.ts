import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openExtraction } from '../../dist/toolkit/distributed/open-extraction.js';
import { embeddingCipher, parseEncryptionKey } from '../../src/adapters/database/embedding-cipher.ts';
import { collectionStore } from '../../src/adapters/database/stores/collection-store.ts';
import { readOrMakeKeyFile } from '../../src/adapters/files/encryption-key.ts';
import type { Step } from '../../src/collections/changes.ts';
import type { CollectionStore, NewPhoto } from '../../src/collections/ports.ts';
import { fuseEmbeddings } from '../../src/embedding/fuse.ts';
import { type Random, seededRandom } from '../../src/numerics/random.ts';
import { normalised } from '../../src/numerics/vector.ts';
import { extractPhotos } from '../../src/pipeline/extract-photos.ts';
import { extractionOptionsSchema } from '../../src/toolkit/extraction-options.ts';
import { stampsOf } from '../../src/toolkit/open-extraction.ts';
import { openServiceDatabase } from '../../src/toolkit/service/open-database.ts';
import { lfwPeople } from '../photos.ts';

/** People put into the database in one change. */
const BATCH = 500;
const SEED = 1;

/**
 * Fills an empty data folder with a collection of people of one template each: the people of LFW by their first photo, and, as LFW has fewer,
 * people who are halfway between two of those. Embeddings go in through the store, as if enrolled. @returns the collection's id
 */
export async function fillGallery(data: string, peopleCount: number): Promise<string> {
  await using extraction = await openExtraction(extractionOptionsSchema.parse({}));
  const photos = lfwPeople().slice(0, peopleCount);
  const { photos: extracted } = await extractPhotos(photos, extraction.ports);
  const real = extracted.flatMap(({ extraction: found }) =>
    found.kind === 'faces' ? [fuseEmbeddings(found.faces[0].embeddings)] : [],
  );
  const random = seededRandom(SEED);
  const made = Array.from({ length: peopleCount - real.length }, () => between(real, random));
  const networks = stampsOf(extraction)
    .embedders.map(({ name, sha256 }) => `${name}:${sha256}`)
    .join(' ');
  await using database = await openServiceDatabase({ data });
  const cipher = embeddingCipher([parseEncryptionKey(await readOrMakeKeyFile(join(data, 'embeddings.key')))]);
  return await store(collectionStore(database, cipher), [...real, ...made], networks);
}

function between(real: readonly Float32Array[], random: Random): Float32Array {
  const [a, b] = [0, 1].map(() => real[Math.floor(random() * real.length)] as Float32Array);
  return normalised((a as Float32Array).map((value, k) => value + (b?.[k] ?? 0)));
}

async function store(
  collections: CollectionStore,
  embeddings: readonly Float32Array[],
  networks: string,
): Promise<string> {
  const collectionId = idOf('col');
  const createdAt = new Date();
  const collection = { id: collectionId, name: 'bench', createdAt, fpir: 0.01, rule: 'blend' as const };
  await collections.addCollection({ ...collection, networks });
  for (let first = 0; first < embeddings.length; first += BATCH) {
    const enrolled = embeddings
      .slice(first, first + BATCH)
      .map((embedding, n) => enrolment(collectionId, `Person ${first + n}`, embedding));
    await collections.change(
      collectionId,
      {
        kind: 'enrol',
        summary: 'Photos were enrolled',
        photos: enrolled.map(({ photo }) => photo),
        steps: enrolled.flatMap(({ steps }) => steps),
      },
      {},
    );
  }
  return collectionId;
}

function enrolment(
  collectionId: string,
  name: string,
  embedding: Float32Array,
): { readonly photo: NewPhoto; readonly steps: readonly Step[] } {
  const createdAt = new Date();
  const [photoId, faceId, personId] = [idOf('pho'), idOf('fac'), idOf('per')];
  const photo = { id: photoId, collectionId, sha256: photoId, widthPx: 250, heightPx: 250, createdAt };
  const face = {
    id: faceId,
    collectionId,
    photoId,
    state: 'dismissed' as const,
    place: 0,
    box: { xPx: 60, yPx: 60, widthPx: 120, heightPx: 120 },
    detectionScore: 0.9,
    createdAt,
  };
  const none = { externalId: null, consent: null, retainUntil: null };
  return {
    photo: { photo: { ...photo, kept: 'none' }, faces: [{ face, embedding }] },
    steps: [
      { step: 'add-person', personId, name, ...none, createdAt: createdAt.toISOString() },
      { step: 'set-face', faceId, state: 'enrolled', personId },
    ],
  };
}

function idOf(kind: string): string {
  return `${kind}_${randomUUID().replaceAll('-', '')}`;
}
