import { QuenError } from '../core/errors.ts';
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
import { VOTE_SCALE } from './nearest-neighbours.ts';
import { type HeadSnapshot, snapshotArray } from './snapshot.ts';
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
      throw unusable(
        `There is no head '${snapshot.head}' in this version. Train the head again, or update Quen.`,
      );
  }
}

function addNeighbours(writer: GraphWriter, snapshot: HeadSnapshot, rows: string): string {
  const { dimension, columnCount, arrays, settings } = snapshot;
  const photoCount = arrays['rows']?.dims[0] ?? 0;
  const photos = snapshotArray(snapshot, 'rows', [photoCount, dimension]);
  const classOf = snapshotArray(snapshot, 'class_of', [photoCount]);
  const known = new Set(classOf.filter((number) => Number.isInteger(number) && number >= 0));
  const neighbourCount = Number(settings['neighbourCount']);
  const isWhole = Array.from({ length: columnCount }, (_, column) => known.has(column)).every(Boolean);
  if (!isWhole || !(neighbourCount >= 1)) {
    throw unusable(
      `The head ${snapshot.head} lacks photos of an identity, or its number of neighbours. Train it again.`,
    );
  }
  const cosines = addInnerProducts(writer, rows, writer.weight('photos', [photoCount, dimension], photos));
  const voting = { groupOf: classOf, groupCount: columnCount, neighbourCount, voteScale: VOTE_SCALE };
  return addVotes(writer, cosines, voting);
}

function unusable(message: string): QuenError {
  return new QuenError('DIMENSION_MISMATCH', message);
}
