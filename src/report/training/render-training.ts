import { html, type Markup, verbatim } from '../markup.ts';
import { lineChart } from './line-chart.ts';
import type { CurvePoint, TrainingModel, WayRow } from './training-model.ts';
import { TRAINING_STYLE } from './training-style.ts';

/** SHA-256 of the page's style in base64. `test/unit/report` says what it must be. */
export const TRAINING_STYLE_SHA256 = '630xAyNvyOjpNIUKlFDsOpYeKpFzmQ5unKUnCRL9tE8=';

const CONTENT_POLICY = `default-src 'none'; style-src 'sha256-${TRAINING_STYLE_SHA256}'; base-uri 'none'; form-action 'none'`;

/** The page of a training: what was judged, what was taken, and how the loss fell. One file that asks for nothing. */
export function renderTraining(model: TrainingModel): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${verbatim(CONTENT_POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Quen">
<title>${model.title}</title>
<style>${verbatim(TRAINING_STYLE)}</style>
</head>
<body>
<header class="wrap masthead"><h1>${model.title}</h1><p class="quiet">Made by Quen</p></header>
<main class="wrap">
<section class="panel" aria-label="Summary"><dl class="facts">${model.facts.map(fact)}</dl><p>${model.statement}</p></section>
${waysSection(model.ways)}${curvesSection(model.curves)}${leftOutSection(model.skipped)}</main>
</body>
</html>
`.markup;
}

function fact({ name, value }: TrainingModel['facts'][number]): Markup {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function waysSection(ways: readonly WayRow[]): Markup {
  const head = html`<section aria-labelledby="ways-title"><h2 id="ways-title">Judged on photos held out</h2>`;
  if (ways.length === 0)
    return html`${head}<p class="quiet">Nobody has two photos that differ, so no photo could be held out.</p></section>
`;
  return html`${head}
<div class="scroll"><table class="ways"><thead><tr><th scope="col">way</th><th scope="col">rank 1</th><th scope="col">MAP@5</th><th scope="col">DIR at FPIR 1 %</th><th scope="col">AUROC</th></tr></thead>
<tbody>${ways.map(wayRow)}</tbody></table></div></section>
`;
}

function wayRow({ name, isTaken, rank1, map5, dirAt1Percent, auroc }: WayRow): Markup {
  const cells = [rank1, map5, dirAt1Percent, auroc].map((value) => html`<td>${share(value)}</td>`);
  const word = isTaken ? `${name} (taken)` : name;
  return html`<tr class="${isTaken ? 'taken' : ''}"><td>${word}</td>${cells}</tr>`;
}

function share(value: number | null): string {
  return value === null ? '-' : value.toFixed(4);
}

function curvesSection(curves: TrainingModel['curves']): Markup | undefined {
  if (curves.length === 0) return undefined;
  const chart = (title: string, unit: string, pick: (point: CurvePoint) => number | undefined) =>
    lineChart({
      title,
      unit,
      lines: curves.map((points) =>
        points.flatMap((point) => {
          const value = pick(point);
          return value === undefined ? [] : [{ epoch: point.epoch, value }];
        }),
      ),
      format: (value) => Number(value.toPrecision(3)).toString(),
    });
  const charts = [
    chart('Loss', 'mean over the epoch', ({ loss }) => loss),
    chart('Accuracy on held-out photos', 'share named right', ({ accuracy }) => accuracy),
    chart('Learning rate', 'at the end of the epoch', ({ rate }) => rate),
  ].flatMap((drawn) => drawn ?? []);
  return html`<section aria-labelledby="curves-title"><h2 id="curves-title">Training, one line a fold head</h2><div class="charts">${charts}</div></section>
`;
}

function leftOutSection(skipped: TrainingModel['skipped']): Markup | undefined {
  if (skipped.length === 0) return undefined;
  const rows = skipped.map(({ path, reason }) => html`<li><code>${path}</code> ${reason}</li>`);
  return html`<section aria-labelledby="left-out-title"><h2 id="left-out-title">Left out</h2><ul class="left-out">${rows}</ul></section>
`;
}
