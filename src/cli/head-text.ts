import type { ValidatedWay } from '../pipeline/training/validate-heads.ts';
import type { HeadTaken } from '../toolkit/score-test.ts';

/** What was tried out of fold, a line each, and which head was taken. */
export function headText({ name, rejection, validation }: HeadTaken): string {
  const by = REJECTED_BY[rejection];
  const taken = `Named by ${name}, rejected by ${by}.\n`;
  if (validation.length === 0)
    return `${taken}Nobody has two photos that differ, so heads were not judged.\n`;
  const rows = validation.map(wayText);
  return `${taken}Out of fold${' '.repeat(19)}rank 1   MAP@5    DIR at FPIR 1 %  AUROC\n${rows.join('')}`;
}

const REJECTED_BY = {
  head: 'its own score',
  gallery: "the templates' score",
  rejector: 'the rejector',
} as const;

function wayText({ head, rejection, rank1, map5, dirAt1Percent, auroc }: ValidatedWay): string {
  const name = head === 'gallery' ? 'templates alone' : `${head}, ${rejection} rejects`;
  const figures = [rank1.toFixed(4), map5.toFixed(4), share(dirAt1Percent).padEnd(15), share(auroc)];
  return `  ${name.padEnd(28)}${figures.join('   ')}\n`;
}

function share(value: number | null): string {
  return value === null ? '-' : value.toFixed(4);
}
