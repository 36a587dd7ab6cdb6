import { QuenError } from '../../core/errors.ts';
import type { GraphWriter } from '../../networks/onnx/graph-writer.ts';
import type { TrainedFolds } from '../trained-snapshot.ts';
import { type HeadArchitecture, type Parameters, parameterShapes } from '../training/architecture.ts';
import { addTrainedScores } from '../training/prediction-graph.ts';

/**
 * Adds the mean of what the fold heads say, their weights inside, shape [N, C]. Throws `DIMENSION_MISMATCH` where there is
 * no fold head.
 * @param rows of unit length, shape [N, D]
 */
export function addFoldMean(
  writer: GraphWriter,
  { architecture, scores, heads }: TrainedFolds,
  rows: string,
): string {
  if (heads.length === 0)
    throw new QuenError('DIMENSION_MISMATCH', 'A kept head holds no fold heads. Train it again.');
  const each = heads.map((parameters, fold) => {
    const parameter = weightsOf(writer, { architecture, parameters, fold });
    const found = addTrainedScores(writer, architecture, { rows, parameter });
    return scores === 'probability' ? writer.node('Softmax', [found], { axis: -1 }) : found;
  });
  const mean = each.length === 1 ? (each[0] ?? '') : writer.node('Mean', each);
  // The scores of cosine heads are scaled for softmax.
  return architecture.kind === 'cosine' && scores === 'cosine'
    ? writer.node('Div', [mean, writer.scalar(architecture.scale)])
    : mean;
}

interface FoldHead {
  readonly architecture: HeadArchitecture;
  readonly parameters: Parameters;
  readonly fold: number;
}

/** Adds the weights of a fold head. @returns the value of each by its name in the architecture */
function weightsOf(
  writer: GraphWriter,
  { architecture, parameters, fold }: FoldHead,
): (name: string) => string {
  const values = new Map(
    parameterShapes(architecture).map(({ name, dims }) => [
      name,
      writer.weight(`fold-${fold}/${name}`, dims, parameters[name] ?? new Float32Array()),
    ]),
  );
  return (name) => values.get(name) ?? '';
}
