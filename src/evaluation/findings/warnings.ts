import type { Figure } from '../../core/evaluation-figures.ts';
import type { SliceTable } from '../../core/evaluation-slices.ts';

/** What a reader of the figures must know before they believe them. */
export function warningsOf(findings: {
  readonly figures: readonly Figure[];
  readonly slices: readonly SliceTable[];
  readonly fpirAsked: number | undefined;
}): string[] {
  const { figures, slices, fpirAsked } = findings;
  const missing = figures.flatMap(({ key, value, reason }) =>
    value === null && reason !== undefined ? [{ key, reason }] : [],
  );
  const reasons = [...new Set(missing.map(({ reason }) => reason))];
  return [
    ...reasons.map((reason) => {
      const keys = missing.filter((one) => one.reason === reason).map(({ key }) => key);
      return `Not measurable: ${keys.join(', ')}. ${reason}`;
    }),
    ...rateWarning(figures, fpirAsked),
    ...slices.flatMap(({ rows }) => rows.flatMap(({ warning }) => warning ?? [])),
  ];
}

function rateWarning(figures: readonly Figure[], asked: number | undefined): string[] {
  const realised = figures.find(({ key }) => key === 'realised_fpir');
  if (asked === undefined || realised === undefined) return [];
  const { value, low } = realised;
  if (value === null || low === null || low <= asked) return [];
  return [
    `More strangers are named than was asked for: ${percent(value)}, surely more than ${percent(low)}, where ${percent(asked)} was asked.`,
  ];
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
