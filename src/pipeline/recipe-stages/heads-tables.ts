import type { TrainedHead } from '../../heads/training/train-head.ts';
import { type Matrix, row } from '../../numerics/matrix.ts';
import { topK } from '../../numerics/top-k.ts';
import type { FoldRequest } from './head-requests.ts';
import type { RecipePorts, RunPhoto } from './recipe-run.ts';

type Ports = Pick<RecipePorts, 'formatTable'>;

/** Classes of each photo in the table that people read. */
const SHOWN_COUNT = 5;

/** How the heads of one network did on the photos held out of them, in one round. */
export interface NetworkValidation {
  readonly network: string;
  readonly round: string;
  readonly headCount: number;
  /** Shares of held-out photos named right, in [0, 1]. */
  readonly meanAccuracy: number;
  readonly lowestAccuracy: number;
  readonly highestAccuracy: number;
}

/** The class of each column of the probabilities. */
export function classTable(classes: readonly string[], { formatTable }: Ports): string {
  return formatTable(
    ['column', 'label'],
    classes.map((label, column) => [String(column), label]),
  );
}

const HEAD_COLUMNS = [
  'repeat',
  'fold',
  'learnt_rows',
  'held_out',
  'epochs',
  'best_epoch',
  'accuracy',
  'loss',
  'stopped_by',
];

/** A row for each head: what it learnt, and how it did on the photos held out of it. */
export function headTable(
  requests: readonly FoldRequest[],
  heads: readonly TrainedHead[],
  { formatTable }: Ports,
): string {
  const rows = requests.map(({ repeat, fold, request }, place) => {
    const { epochs = [], stoppedBy = '' } = heads[place] ?? {};
    const accuracy = bestAccuracy(heads[place]);
    const best = epochs.find((epoch) => epoch.accuracy === accuracy);
    const counts = [repeat, fold, request.training.rows?.length ?? 0, request.validation?.rows?.length ?? 0];
    return [
      ...[...counts, epochs.length, (best?.epoch ?? -1) + 1].map(String),
      accuracy.toFixed(4),
      (epochs.at(-1)?.loss ?? Number.NaN).toFixed(4),
      stoppedBy,
    ];
  });
  return formatTable(HEAD_COLUMNS, rows);
}

function bestAccuracy(head: TrainedHead | undefined): number {
  return Math.max(0, ...(head?.epochs ?? []).map(({ accuracy = 0 }) => accuracy));
}

/** How heads did on the photos held out of them. */
export function validationOf(
  heads: readonly TrainedHead[],
  of: Pick<NetworkValidation, 'network' | 'round'>,
): NetworkValidation {
  const accuracies = heads.map(bestAccuracy);
  return {
    ...of,
    headCount: heads.length,
    meanAccuracy: accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / Math.max(1, heads.length),
    lowestAccuracy: Math.min(1, ...accuracies),
    highestAccuracy: Math.max(0, ...accuracies),
  };
}

/** The likeliest classes of each photo and their probabilities. */
export function topFiveTable(
  photos: readonly RunPhoto[],
  { probabilities, classes }: { readonly probabilities: Matrix; readonly classes: readonly string[] },
  { formatTable }: Ports,
): string {
  const ranks = Array.from({ length: SHOWN_COUNT }, (_, rank) => [
    `label_${rank + 1}`,
    `probability_${rank + 1}`,
  ]);
  const rows = photos.map(({ image }, place) => {
    const ofPhoto = row(probabilities, place);
    const best = topK(ofPhoto, SHOWN_COUNT);
    return [image, ...best.flatMap((c) => [classes[c] ?? '', (ofPhoto[c] ?? 0).toFixed(6)])];
  });
  return formatTable(
    ['image', ...ranks.flat()],
    rows.map((cells) => padded(cells, 1 + 2 * SHOWN_COUNT)),
  );
}

/** Of few people there are fewer columns to fill. */
function padded(cells: readonly string[], count: number): string[] {
  return [...cells, ...new Array<string>(Math.max(0, count - cells.length)).fill('')];
}
