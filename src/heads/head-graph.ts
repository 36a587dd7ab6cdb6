import { GraphWriter } from '../networks/onnx/graph-writer.ts';
import { encodeModel } from '../networks/onnx/model.ts';
import {
  addInnerProducts,
  addLikelihoodRatios,
  addLogLikelihoods,
  addWhitenedCosines,
} from './graphs/closed-form.ts';
import { addFoldMean } from './graphs/trained.ts';
import { addVotes } from './graphs/votes.ts';
import { VOTE_SCALE, votersOf } from './nearest-neighbours.ts';
import { countSetting, type HeadSnapshot, snapshotArray, unusable } from './snapshot.ts';
import { foldHeadsOf } from './trained-snapshot.ts';
import { TRAINED_SPECS } from './trained-spec.ts';
import { addUnitRows } from './training/cosine-step.ts';

/**
 * A head as one ONNX file, its weights inside: `embedding` [batch, D], fused and of any length above 0, to `scores`
 * [batch, columns], those of `Head.predict`. Throws `DIMENSION_MISMATCH` where the snapshot does not fit together or is of
 * no head that this version knows.
 */
export function headGraph(snapshot: HeadSnapshot): Uint8Array {
  const writer = new GraphWriter(snapshot.head);
  const embedding = writer.input('embedding', ['batch', snapshot.dimension]);
  writer.node('Identity', [addScores(writer, snapshot, embedding)], {}, 'scores');
  writer.output('scores', ['batch', snapshot.columnCount]);
  return encodeModel(writer.model());
}

function addScores(writer: GraphWriter, snapshot: HeadSnapshot, embedding: string): string {
  const { dimension, columnCount } = snapshot;
  const weight = (name: string, dims: readonly number[]): string =>
    writer.weight(name, dims, snapshotArray(snapshot, name, dims));
  switch (snapshot.head) {
    case 'class-mean': {
      const directions = weight('directions', [columnCount, dimension]);
      return addInnerProducts(writer, addUnitRows(writer, embedding), directions);
    }
    case 'lda': {
      const map = weight('map', [dimension, dimension]);
      const means = weight('means', [columnCount, dimension]);
      const values = { rows: addUnitRows(writer, embedding), map, means };
      return snapshot.scoreKind === 'cosine'
        ? addWhitenedCosines(writer, values)
        : addLogLikelihoods(writer, values);
    }
    case 'plda':
      return addLikelihoodRatios(writer, {
        rows: addUnitRows(writer, embedding),
        centre: weight('centre', [dimension]),
        map: weight('map', [dimension, dimension]),
        coefficients: weight('coefficients', [columnCount, 2 * dimension]),
        constants: weight('constants', [columnCount]),
      });
    case 'nearest-neighbours':
      return addNeighbours(writer, snapshot, addUnitRows(writer, embedding));
    default:
      if (Object.hasOwn(TRAINED_SPECS, snapshot.head))
        return addFoldMean(writer, foldHeadsOf(snapshot), addUnitRows(writer, embedding));
      throw unusable(`there is no head '${snapshot.head}' in this version`);
  }
}

function addNeighbours(writer: GraphWriter, snapshot: HeadSnapshot, rows: string): string {
  const { dimension, columnCount, arrays } = snapshot;
  const photoCount = arrays['rows']?.dims[0] ?? 0;
  const photos = snapshotArray(snapshot, 'rows', [photoCount, dimension]);
  const groupOf = votersOf(snapshot, { photoCount, columnCount });
  const neighbourCount = countSetting(snapshot, 'neighbourCount');
  const cosines = addInnerProducts(writer, rows, writer.weight('photos', [photoCount, dimension], photos));
  const voting = { groupOf, groupCount: columnCount, neighbourCount, voteScale: VOTE_SCALE };
  return addVotes(writer, cosines, voting);
}
