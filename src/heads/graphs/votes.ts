import type { GraphWriter } from '../../networks/onnx/graph-writer.ts';
import { addGroupMaxima, type ColumnGroups } from './group-maxima.ts';

/** How the nearest photos vote, see `nearestNeighboursHead`. */
export interface Voting extends ColumnGroups {
  readonly neighbourCount: number;
  /** How far apart two cosines are when one has e times the vote of the other. */
  readonly voteScale: number;
}

/**
 * Adds the votes of the k nearest photos: cosines [B, N] to scores [B, groupCount]. The best photo of an identity is
 * among the k whenever any of its photos is, with a vote of exactly 1; so the logarithm of all votes is that of 1 and the
 * further ones, and where there are none the sum of 0 counts as 1.
 */
export function addVotes(writer: GraphWriter, cosines: string, voting: Voting): string {
  const best = addGroupMaxima(writer, cosines, voting);
  if (voting.neighbourCount === 1) return best;
  const { groupOf, groupCount } = voting;
  const count = writer.integers([Math.min(voting.neighbourCount, groupOf.length)]);
  const [nearest, places] = writer.nodeWithOutputs('TopK', [cosines, count], { axis: 1 }, 2) as [
    string,
    string,
  ];
  // Photos of nobody vote for a column of their own, which is cut off again.
  const numbers = Array.from(groupOf, (group) => Math.min(group, groupCount));
  const voters = writer.node('Gather', [writer.integers(numbers, 'identity_of_photo'), places]);
  const padded = writer.node('Concat', [best, addColumnOfOnes(writer, best)], { axis: 1 });
  const own = writer.node('GatherElements', [padded, voters], { axis: 1 });
  const scale = writer.scalar(voting.voteScale);
  const votes = writer.node('Exp', [writer.node('Div', [writer.node('Sub', [nearest, own]), scale])]);
  const none = writer.node('Mul', [padded, writer.scalar(0)]);
  const sums = writer.node('ScatterElements', [none, voters, votes], { axis: 1, reduction: 'add' });
  const ofIdentities = writer.node('Slice', [
    sums,
    writer.integers([0]),
    writer.integers([groupCount]),
    writer.integers([1]),
  ]);
  const logarithms = writer.node('Log', [writer.node('Max', [ofIdentities, writer.scalar(1)])]);
  return writer.node('Add', [best, writer.node('Mul', [logarithms, scale])]);
}

function addColumnOfOnes(writer: GraphWriter, values: string): string {
  const first = writer.node('Gather', [values, writer.integers([0])], { axis: 1 });
  const zeros = writer.node('Mul', [first, writer.scalar(0)]);
  return writer.node('Add', [zeros, writer.scalar(1)]);
}
