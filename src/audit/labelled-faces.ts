import type { AsyncInnerProducts } from '../numerics/inner-products.ts';
import type { Matrix } from '../numerics/matrix.ts';

/** Faces, one a photo, and who each is said to be. */
export interface LabelledFaces {
  /** Embeddings of unit length, shape [N, D]. */
  readonly templates: Matrix;
  /** Person of each face, in 0..personCount - 1, shape [N]. */
  readonly personOf: Int32Array;
  readonly personCount: number;
  /** Face of the same person that each is a copy of, itself where it is none, shape [N]; copies say nothing of each other. */
  readonly copyOf: Int32Array;
}

/** What long work over all faces needs from outside. */
export interface AuditPorts {
  /** Handed in because large sets need faster ones than plain TypeScript. */
  readonly products: AsyncInnerProducts;
  readonly signal?: AbortSignal | undefined;
}

/** Faces that count as their own: a copy is counted with the one it is a copy of. */
export function isOriginal({ copyOf }: LabelledFaces, face: number): boolean {
  return copyOf[face] === face;
}

/** Places of the faces of each person that are no copies, shape [personCount]. */
export function originalsOf(faces: LabelledFaces): number[][] {
  const originals = Array.from({ length: faces.personCount }, (): number[] => []);
  faces.personOf.forEach((person, face) => {
    if (isOriginal(faces, face)) originals[person]?.push(face);
  });
  return originals;
}
