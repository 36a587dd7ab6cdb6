import { alignFace, realign } from '../../alignment/align.ts';
import {
  COPY_SCORE,
  type ComparedPhotos,
  type CopyGroup,
  exactCopies,
  nearCopies,
} from '../../audit/copies.ts';
import type { AuditPorts } from '../../audit/labelled-faces.ts';
import { nearPairs } from '../../audit/near-pairs.ts';
import { throwIfAborted } from '../../core/errors.ts';
import type { ExtractedPhoto } from '../../core/photo.ts';
import type { MeasurePorts } from '../../core/ports.ts';
import { differenceHash, hashDistance, mirroredHash } from '../../images/difference-hash.ts';
import { photoFailure } from '../extract-photo.ts';
import { sameBytes } from '../same-bytes.ts';
import type { GatheredSet } from './set-of-photos.ts';

/** Copies in a set. */
export interface FoundCopies {
  readonly groups: readonly CopyGroup[];
  /** Face of the same person that each is a copy of, itself where it is none, shape [N]. */
  readonly copyOf: Int32Array;
}

/** Near pairs kept for one face: more are copies of copies. */
const PAIRS_PER_FACE = 32;
/** Photos without a face are compared with each other up to this many; nothing else could find their copies. */
const FACELESS_COMPARED = 2000;

/**
 * Finds photos that are one picture: by their bytes, and of those that are left, by their faces' embeddings first and then by
 * the hashes of the pictures, for which only photos with a near face are read again. A photo that has gone or changed
 * meanwhile is a copy of none.
 */
export async function findCopies(
  set: GatheredSet,
  ports: AuditPorts & Pick<MeasurePorts, 'read' | 'decode'>,
): Promise<FoundCopies> {
  const exact = exactCopies(set.photos);
  const repeated = new Set(exact.flatMap(({ photos }) => photos.slice(1)));
  const pairs = await nearPairs(set.faces.templates, { score: COPY_SCORE, perFace: PAIRS_PER_FACE }, ports);
  const prints = new Prints(set, ports);
  const compared: ComparedPhotos[] = [];
  for (const { first, second, score } of pairs) {
    throwIfAborted(ports.signal);
    const [a, b] = [set.photoOf[first] as number, set.photoOf[second] as number];
    if (repeated.has(a) || repeated.has(b)) continue;
    const [one, two] = [await prints.of(a, set.faceOf[first]), await prints.of(b, set.faceOf[second])];
    if (one !== undefined && two !== undefined)
      compared.push({ first: a, second: b, score, ...distances(one, two) });
  }
  compared.push(...(await comparedFaceless(set, prints, repeated)));
  const groups = [...exact, ...nearCopies(set.photos.length, compared)];
  return { groups, copyOf: copiesOfFaces(set, groups) };
}

async function comparedFaceless(
  { extracted }: GatheredSet,
  prints: Prints,
  repeated: ReadonlySet<number>,
): Promise<ComparedPhotos[]> {
  const faceless = [...extracted.keys()]
    .filter((place) => extracted[place]?.extraction.kind === 'no-face' && !repeated.has(place))
    .slice(0, FACELESS_COMPARED);
  const compared: ComparedPhotos[] = [];
  for (const [i, second] of faceless.entries()) {
    const two = await prints.of(second);
    for (const first of faceless.slice(0, i)) {
      const one = await prints.of(first);
      if (one !== undefined && two !== undefined) compared.push({ first, second, ...distances(one, two) });
    }
  }
  return compared;
}

/** The hashes of one photo. */
interface Print {
  readonly picture: Uint8Array;
  readonly face: Uint8Array | undefined;
}

/** Makes each photo's hashes once. */
class Prints {
  readonly #set: GatheredSet;
  readonly #ports: Pick<MeasurePorts, 'read' | 'decode'>;
  readonly #made = new Map<number, Promise<Print | undefined>>();

  constructor(set: GatheredSet, ports: Pick<MeasurePorts, 'read' | 'decode'>) {
    this.#set = set;
    this.#ports = ports;
  }

  /** @param face the one that counts, by its place in the photo @returns undefined for a photo that cannot be used any more */
  of(photo: number, face?: number): Promise<Print | undefined> {
    const made = this.#made.get(photo) ?? this.#make(this.#set.extracted[photo] as ExtractedPhoto, face);
    this.#made.set(photo, made);
    return made;
  }

  async #make(photo: ExtractedPhoto, face: number | undefined): Promise<Print | undefined> {
    try {
      const { image } = await this.#ports.decode(await sameBytes(photo, this.#ports), photo.sha256);
      const { extraction } = photo;
      const picture = differenceHash(image);
      if (extraction.kind !== 'faces' || face === undefined) return { picture, face: undefined };
      if (extraction.rung === 'given') return { picture, face: differenceHash(realign(image, '112x112')) };
      const scale = image.widthPx / extraction.widthPx;
      const landmarks = extraction.faces[face]?.landmarks.map((value) => value * scale);
      const crop = landmarks && alignFace(image, landmarks, '112x112');
      return { picture, face: crop && differenceHash(crop) };
    } catch (cause) {
      photoFailure(cause);
      return undefined;
    }
  }
}

function distances(one: Print, two: Print): { pictureBits: number; faceBits: number | undefined } {
  return {
    pictureBits: eitherWay(one.picture, two.picture),
    faceBits: one.face && two.face && eitherWay(one.face, two.face),
  };
}

function eitherWay(one: Uint8Array, two: Uint8Array): number {
  return Math.min(hashDistance(one, two), hashDistance(one, mirroredHash(two)));
}

/** Copies within a person stand for the first of them that has a face. */
function copiesOfFaces({ photos, photoOf }: GatheredSet, groups: readonly CopyGroup[]): Int32Array {
  const faceAt = new Map(Array.from(photoOf, (photo, face): [number, number] => [photo, face]));
  const copyOf = Int32Array.from(photoOf.keys());
  for (const { photos: group } of groups) {
    const firstOf = new Map<number, number>();
    for (const photo of group) {
      const face = faceAt.get(photo);
      const person = photos[photo]?.person;
      if (face === undefined || person === undefined) continue;
      const first = copyOf[firstOf.get(person) ?? face] as number;
      firstOf.set(person, first);
      copyOf[face] = first;
    }
  }
  return copyOf;
}
