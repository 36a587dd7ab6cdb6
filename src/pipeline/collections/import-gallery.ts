import type { ScoreRule } from '../../collections/face-search.ts';
import type { ImportedPhoto } from '../../collections/imported.ts';
import { QuenError } from '../../core/errors.ts';
import type { EnrolledFace, Gallery } from '../../gallery/gallery.ts';
import type { ServicePorts } from './service-ports.ts';

/** A gallery that is to become a collection. */
export interface GalleryToImport {
  readonly gallery: Gallery;
  /** SHA-256 of the file it comes from. */
  readonly origin: string;
  /** The collection's name. */
  readonly name: string;
  /** How the collection scores people. */
  readonly rule: ScoreRule;
}

/** Share of strangers that an imported collection may name. */
const FPIR = 0.01;

/**
 * Makes a collection of a gallery, once: a file that was imported before is left alone, whatever became of its collection since. The
 * collection's threshold is set on its own people. Throws `GALLERY_NETWORK_MISMATCH` for one of other networks, `CONFLICT` where the name
 * is taken, and `DATABASE_*`. @returns whether it was imported now
 */
export async function importGallery(
  { store, networks, newId, now }: Pick<ServicePorts, 'store' | 'networks' | 'newId' | 'now'>,
  { gallery, origin, name, rule }: GalleryToImport,
): Promise<boolean> {
  assertSearchable(gallery, networks, name);
  if ((await store.collectionOfOrigin(origin)) !== undefined) return false;
  const people = gallery.identities.map((identity) => ({ id: newId('person'), name: identity }));
  const photos = gallery.faces.map((face, row): ImportedPhoto => {
    const personId = people[face.identity]?.id as string;
    return {
      id: newId('photo'),
      sha256: face.sha256,
      ...leastSize(face),
      face: { id: newId('face'), personId, box: face.box },
      embedding: rowOf(gallery, row),
    };
  });
  const collection = {
    id: newId('collection'),
    name,
    createdAt: now(),
    fpir: FPIR,
    rule,
    networks,
  };
  await store.importCollection({ collection, origin, people, photos });
  return true;
}

function assertSearchable({ embedders, parts }: Gallery, networks: string, name: string): void {
  const made = embedders.map((stamp) => `${stamp.name}:${stamp.sha256}`).join(' ');
  if (made !== networks) {
    const message = `The gallery for '${name}' was made with the networks ${made}; this service runs ${networks}. Start it with those.`;
    throw new QuenError('GALLERY_NETWORK_MISMATCH', message);
  }
  const [first] = parts ?? [];
  if (parts?.some(({ weight }) => weight !== first?.weight)) {
    const message = `The gallery for '${name}' weighs its networks, and a service weighs all the same. Enrol it without --weights.`;
    throw new QuenError('GALLERY_NETWORK_MISMATCH', message);
  }
}

/** A gallery does not say how large a photo was; it had its face in it. */
function leastSize({ box }: EnrolledFace): { readonly widthPx: number; readonly heightPx: number } {
  return {
    widthPx: Math.max(1, Math.ceil(box.xPx + box.widthPx)),
    heightPx: Math.max(1, Math.ceil(box.yPx + box.heightPx)),
  };
}

function rowOf({ templates }: Gallery, row: number): Float32Array {
  return templates.data.slice(row * templates.cols, (row + 1) * templates.cols);
}
