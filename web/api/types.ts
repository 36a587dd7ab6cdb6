import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

/** People who are told apart from each other. */
export type Collection = Schemas['Collection'];
/** How a collection decides now. */
export type Status = Schemas['CollectionStatus'];
/** Somebody with a name. */
export type Person = Schemas['Person'];
/** A face of a photo that was kept. */
export type Face = Schemas['Face'];
/** One face of a photo that was tried. */
export type FaceAnswer = Schemas['FaceAnswer'];
/** What was measured of a face by itself. */
export type FaceQuality = Schemas['FaceQuality'];
/** What a photo gave. */
export type PhotoAnswer = Schemas['PhotoAnswer'];
/** Is this face that person? */
export type Question = Schemas['Question'];
/** What may be wrong with the people of a collection. */
export type Finding = Schemas['Finding'];
/** What to expect of a collection. */
export type CollectionFigures = Schemas['CollectionFigures'];
/** Work over many photos. */
export type Job = Schemas['Job'];
/** What a photo of a job came to. */
export type JobResult = Schemas['JobResult'];
/** What somebody did. */
export type Change = Schemas['Change'];
/** A key without its secret. */
export type ApiKey = Schemas['ApiKey'];
/** One reading or changing of data of people. */
export type AccessRecord = Schemas['AccessRecord'];
/** Proof that somebody was erased. */
export type ErasureProof = Schemas['ErasureProof'];
/** Who faces are: somebody known, or somebody new. */
export type Who = { readonly personId: string } | { readonly name: string };
