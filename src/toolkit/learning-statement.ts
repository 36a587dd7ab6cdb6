import type { HeldOutFigures } from '../pipeline/training/validate-heads.ts';

/** What is told of faces that joined the templates, or of why none did. */
export interface TaughtFaces {
  readonly faceCount: number;
  readonly roundCount: number;
  /** Without pseudo-labels first, then after each round. */
  readonly leakFree: readonly HeldOutFigures[];
  /** Faces that were sure enough in the first round. */
  readonly acceptedCount: number;
}

/** Says how many faces joined the templates and what the leak-free estimate was before and after; or why none joined. */
export function learningStatement({ faceCount, roundCount, leakFree, acceptedCount }: TaughtFaces): string {
  const [before, first] = leakFree;
  if (before === undefined)
    return none('enrolled photos cannot be held out to judge by, as nobody has two that differ');
  const after = faceCount === 0 ? undefined : leakFree[roundCount];
  if (after !== undefined) {
    const joined = `${count(faceCount, 'face')} of the photos joined the templates in ${count(roundCount, 'round')}`;
    return `${joined}. Held-out photos: ${change(before, after)}.`;
  }
  if (acceptedCount === 0 || first === undefined)
    return none(
      'no score is sure enough for 1 % of wrong names at most; it takes more enrolled people with several photos, and strangers',
    );
  return none(`held-out photos were not named better with them (${change(before, first)})`);
}

function none(why: string): string {
  return `No face of the photos joined the templates: ${why}.`;
}

function change(before: HeldOutFigures, after: HeldOutFigures): string {
  const figures = [
    ['DIR at FPIR 1 %', before.dirAt1Percent, after.dirAt1Percent],
    ['MAP@5', before.map5, after.map5],
  ] as const;
  return figures
    .flatMap(([name, from, to]) =>
      from === null || to === null ? [] : [`${name} ${from.toFixed(4)} before, ${to.toFixed(4)} after`],
    )
    .join('; ');
}

function count(of: number, noun: string): string {
  return `${of} ${noun}${of === 1 ? '' : 's'}`;
}
