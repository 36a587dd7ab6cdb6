import { z } from 'zod';
import { fuseEmbeddings } from '../../embedding/fuse.ts';
import { dot } from '../../numerics/vector.ts';
import { type Operation, operation } from './operation.ts';
import { facesIn, imageSchema, largestFace, percent, placed, qualityFilter } from './photo-faces.ts';
import { Refusal } from './refusal.ts';
import { ofCosine } from './similarity.ts';

/** Finds the faces of a photo; attributes other than place and confidence are not measured. */
export const detectFaces: Operation = operation(
  'identify',
  z.strictObject({ Image: imageSchema, Attributes: z.array(z.string()).max(20).optional() }),
  async ({ Image }, call) => {
    const photo = await facesIn(call, Image);
    return { FaceDetails: photo.faces.map((face) => placed(face, photo)) };
  },
);

/** Compares the largest face of one photo with all of another. There is no collection to learn from, so that the similarity is the cosine. */
export const compareFaces: Operation = operation(
  'identify',
  z.strictObject({
    SourceImage: imageSchema,
    TargetImage: imageSchema,
    SimilarityThreshold: percent.default(80),
    QualityFilter: qualityFilter,
  }),
  async ({ SourceImage, TargetImage, SimilarityThreshold }, call) => {
    const [source, target] = await Promise.all([facesIn(call, SourceImage), facesIn(call, TargetImage)]);
    const searched = largestFace(source, 'source photo');
    if (target.faces.length === 0)
      throw new Refusal('InvalidParameterException', 'There are no faces in the target photo.');
    const embedding = fuseEmbeddings(searched.embeddings);
    const compared = target.faces
      .map((face) => ({
        Face: placed(face, target),
        Similarity: ofCosine(dot(embedding, fuseEmbeddings(face.embeddings))),
      }))
      .sort((a, b) => b.Similarity - a.Similarity);
    return {
      SourceImageFace: placed(searched, source),
      FaceMatches: compared.filter(({ Similarity }) => Similarity >= SimilarityThreshold),
      UnmatchedFaces: compared.flatMap(({ Face, Similarity }) =>
        Similarity >= SimilarityThreshold ? [] : [Face],
      ),
    };
  },
);
