import type { AuditSet } from '../../src/audit/audit-set.ts';
import type { AuditPorts, LabelledFaces } from '../../src/audit/labelled-faces.ts';
import { innerProducts } from '../../src/numerics/inner-products.ts';
import { stackRows } from '../../src/numerics/matrix.ts';
import { seededRandom } from '../../src/numerics/random.ts';
import { normalised } from '../../src/numerics/vector.ts';

const DIMENSION = 64;

/** Who shows a photo, and in whose folder it lies. */
export interface MadeFile {
  readonly shows: string;
  readonly folder: string;
}

/** Inner products in plain TypeScript. */
export const plainPorts: AuditPorts = { products: async (a, b) => innerProducts(a, b) };

/** Photos of people, each in their own folder: `counts` says how many of each. */
export function inOwnFolders(counts: readonly number[]): MadeFile[] {
  return counts.flatMap((count, n) => {
    const name = `p${String(n).padStart(3, '0')}`;
    return Array.from({ length: count }, () => ({ shows: name, folder: name }));
  });
}

/** A set of made photos: a direction a person, a shift of about 0.65 in cosine a photo. Photos are named by their place. */
export function madeFolders(files: readonly MadeFile[], seed = 3): AuditSet {
  const random = seededRandom(seed);
  const noise = (): Float32Array => Float32Array.from({ length: DIMENSION }, () => random() - 0.5);
  const centres = new Map<string, Float32Array>();
  for (const { shows } of files) if (!centres.has(shows)) centres.set(shows, noise());
  const rows = files.map(({ shows }) => {
    const shift = noise();
    return normalised((centres.get(shows) as Float32Array).map((value, k) => value + 0.7 * shift[k]));
  });
  const people = [...new Set(files.map(({ folder }) => folder))].sort();
  const personOf = Int32Array.from(files, ({ folder }) => people.indexOf(folder));
  const faces: LabelledFaces = {
    templates: stackRows(rows, DIMENSION),
    personOf,
    personCount: people.length,
    copyOf: Int32Array.from(files.keys()),
  };
  return {
    photos: files.map(({ folder }, n) => ({
      name: `${folder}/${n}.jpg`,
      person: people.indexOf(folder),
      sha256: String(n).padStart(64, '0'),
      pixelCount: 100,
    })),
    people,
    isOutside: people.map(() => false),
    faces,
    photoOf: Int32Array.from(files.keys()),
  };
}
