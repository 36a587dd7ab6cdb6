import type { ScoreHistogram } from '../../core/evaluation-findings.ts';
import { grouped, scoreText } from '../wording.ts';
import type { Plot } from './plot.ts';
import { INK, plotOf } from './plot-theme.ts';

const GROUPS = [
  { name: 'strangers', key: 'nonMated', of: ['nonMated'], ink: INK.stranger },
  { name: 'enrolled: right', key: 'matedRight', of: ['matedRight', 'matedWrong'], ink: INK.enrolled },
  { name: 'enrolled: wrong', key: 'matedWrong', of: ['matedRight', 'matedWrong'], ink: INK.wrong },
] as const;

/** How best scores of enrolled people and of strangers spread on either side of the threshold. */
export function scorePlot(histogram: ScoreHistogram, threshold: number): Plot {
  const values = GROUPS.flatMap(({ key, name, of }) =>
    steps(histogram, { counts: histogram[key], name, total: sumOf(of.flatMap((part) => histogram[part])) }),
  );
  const [low = threshold, high = threshold] = [histogram.edges[0], histogram.edges.at(-1)];
  const x = {
    type: 'quantitative',
    scale: { domain: [Math.min(low, threshold), Math.max(high, threshold)], nice: false, zero: false },
    axis: { title: 'score of the best candidate', tickCount: 6 },
  } as const;
  return {
    id: 'scores',
    title: 'Scores of enrolled people and of strangers',
    explanation:
      'Each photo stands where the score of its best candidate lies. Right of the line it is named, left of it the answer is unknown. The less the hills overlap, the easier the task. Strangers and enrolled people are each drawn as shares of their own photos.',
    label: labelOf(histogram, threshold),
    spec: plotOf({
      layer: [
        {
          data: { values },
          mark: {
            type: 'area',
            interpolate: 'step-after',
            fillOpacity: 0.3,
            line: { strokeWidth: 1.5 },
          },
          encoding: {
            x: { field: 'score', ...x, scale: { ...x.scale, domain: [...x.scale.domain] } },
            y: {
              field: 'share',
              type: 'quantitative',
              stack: null,
              axis: {
                title: 'share of their photos',
                tickCount: 4,
                labelExpr: "format(100 * datum.value, '~f') + '\u00A0%'",
              },
            },
            color: {
              field: 'group',
              type: 'nominal',
              scale: { domain: GROUPS.map(({ name }) => name), range: GROUPS.map(({ ink }) => ink) },
            },
          },
        },
        {
          data: { values: [{ threshold }] },
          mark: { type: 'rule', color: INK.text, strokeWidth: 1.5 },
          encoding: { x: { field: 'threshold', type: 'quantitative' } },
        },
      ],
    }),
    table: {
      columns: ['scores', ...GROUPS.map(({ name }) => name)],
      rows: histogram.edges
        .slice(0, -1)
        .map((edge, bin) => [
          `${scoreText(edge)} to ${scoreText(histogram.edges[bin + 1] ?? edge)}`,
          ...GROUPS.map(({ key }) => grouped(histogram[key][bin] ?? 0)),
        ]),
    },
  };
}

/** A share a bin, and level to the end of the last. */
function steps(
  { edges }: ScoreHistogram,
  {
    counts,
    name,
    total,
  }: { readonly counts: readonly number[]; readonly name: string; readonly total: number },
) {
  if (sumOf(counts) === 0) return [];
  return edges.map((score, bin) => ({
    score,
    share: (counts[bin] ?? counts.at(-1) ?? 0) / total,
    group: name,
  }));
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function labelOf(histogram: ScoreHistogram, threshold: number): string {
  const parts = GROUPS.flatMap(({ key, name }) => {
    const counts = histogram[key];
    const total = sumOf(counts);
    if (total === 0) return [];
    const commonest = histogram.edges[counts.indexOf(Math.max(...counts))] ?? 0;
    return [`${grouped(total)} photos of ${name}, most at ${scoreText(commonest)}`];
  });
  return `Best scores against the threshold ${scoreText(threshold)}: ${parts.join('; ') || 'no photo had a face'}.`;
}
