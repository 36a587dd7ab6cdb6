import { readFile } from 'node:fs/promises';
import { formatTable } from '../adapters/files/tables.ts';
import { writeFileWhole } from '../adapters/files/write-file.ts';
import { meanAveragePrecisionAt5 } from '../evaluation/top-five.ts';
import type { LabelledPhoto } from '../pipeline/people.ts';
import type { RoundAnswer } from '../pipeline/recipe-stages/answers-stage.ts';
import type { AnswerScore } from './recipe-run-options.ts';

/** The score of answers; undefined where the table has no labels. Labels that nobody learnt are those of strangers. */
export function scoreOf(
  answers: readonly RoundAnswer[],
  test: readonly LabelledPhoto[],
  { known, unknownLabel }: { readonly known: ReadonlySet<string>; readonly unknownLabel: string },
): AnswerScore | undefined {
  if (test.every(({ label }) => label === '')) return undefined;
  const labelsOf = new Map(answers.map(({ image, labels }) => [image, labels]));
  const rows = test.map(({ photo, label }) => ({
    truth: known.has(label) ? label : unknownLabel,
    labels: labelsOf.get(photo.name) ?? [],
  }));
  const rightCount = rows.filter(({ truth, labels }) => labels[0] === truth).length;
  return { map5: meanAveragePrecisionAt5(rows), accuracy: rightCount / rows.length };
}

/** Answers as the contest took them: five labels with spaces between, in the order of the table. */
export function submissionTable(
  test: readonly LabelledPhoto[],
  answers: readonly Pick<RoundAnswer, 'image' | 'labels'>[],
): string {
  const labelsOf = new Map(answers.map(({ image, labels }) => [image, labels]));
  const rows = test.map(({ photo }) => [photo.name, (labelsOf.get(photo.name) ?? []).join(' ')]);
  return formatTable(['image', 'label'], rows);
}

/** Leaves a file alone that holds the same text already. Throws `OUTPUT_*`. */
export async function writeIfChanged(path: string, text: string): Promise<void> {
  const before = await readFile(path, 'utf8').catch(() => undefined);
  if (before !== text) await writeFileWhole(path, text);
}
