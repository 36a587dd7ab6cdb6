import type { ChangedPhoto } from '../../core/changed-photo.ts';
import type { FigureDifference } from '../../core/run-comparison.ts';
import { PAGE_FOOT, pageHead } from '../evaluation/evaluation-page.ts';
import { FIGURE_WORDING, figureText } from '../evaluation/figure-wording.ts';
import { table } from '../evaluation/table.ts';
import { html, type Markup } from '../markup.ts';
import { counted, grouped, named, scoreText } from '../wording.ts';
import type { ComparedRun, ComparisonModel } from './comparison-model.ts';
import {
  commonText,
  differenceInterval,
  differenceText,
  directionOf,
  pText,
  testsOf,
  verdictText,
} from './comparison-wording.ts';

/** Changed photos on the page; a person reads no more. */
const CHANGED_LIMIT = 200;

/** The page of two evaluations compared: one file that asks for nothing from outside. */
export function renderComparison(model: ComparisonModel): string {
  const { runs, changed } = model;
  const parts = [
    pageHead('Two evaluations compared', LINKS),
    html`<section id="summary" aria-label="Summary"><p class="lead">${leadOf(model)}</p>
<dl class="facts">${run('First', model.first)}${run('Second', model.second)}</dl></section>
`,
    figuresSection(runs.differences),
    testsSection(model),
    changedSection(changed),
    settingsSection(model.settings),
    PAGE_FOOT,
  ];
  return parts.map(({ markup }) => markup).join('');
}

const LINKS = [
  { id: 'figures', name: 'Figures' },
  { id: 'tests', name: 'Tests' },
  { id: 'changed', name: 'Photos' },
  { id: 'settings', name: 'Settings' },
];

function leadOf({ runs }: ComparisonModel): string {
  const clear = runs.differences.map(directionOf);
  const [better, worse] = (['better', 'worse'] as const).map(
    (way) => clear.filter((direction) => direction === way).length,
  );
  return `${commonText(runs)} Of ${counted(runs.differences.length, 'figure')}, the second is clearly better in ${better} and clearly worse in ${worse}.`;
}

function run(name: string, { path, title, threshold }: ComparedRun): Markup {
  return html`<div><dt>${name}</dt><dd>${named(title)}, threshold ${scoreText(threshold)} <code>${named(path)}</code></dd></div>`;
}

function figuresSection(differences: readonly FigureDifference[]): Markup {
  const rows = differences.map((figure) => {
    const { key, first, second, difference } = figure;
    const direction = directionOf(figure);
    const verdict =
      direction === undefined ? '' : html`<strong class="change ${direction}">${direction}</strong>`;
    return [
      FIGURE_WORDING[key].name,
      figureText(key, first),
      figureText(key, second),
      differenceText(figure, difference.value),
      differenceInterval(figure, difference),
      verdict,
    ];
  });
  const columns = ['figure', 'first', 'second', 'difference', '95\u00A0% interval', 'the second is'];
  return html`<section id="figures" aria-labelledby="figures-title">
<div class="section-head"><h2 id="figures-title">Figures</h2><p class="quiet">Second minus first, shares in points of a per cent. Intervals draw the same people for both runs; a difference is called clear where its interval leaves out 0. Among twenty figures, one can look clear by chance.</p></div>
${table({ name: 'Figures compared', columns, rows })}</section>
`;
}

function testsSection({ runs }: ComparisonModel): Markup {
  const rows = testsOf(runs).map(({ asked, test }) => [
    asked,
    ...[test.bothRight, test.onlyFirstRight, test.onlySecondRight, test.bothWrong].map(grouped),
    pText(test.pValue),
  ]);
  const columns = ['asked of each photo', 'both', 'only the first', 'only the second', 'neither', 'p'];
  return html`<section id="tests" aria-labelledby="tests-title">
<div class="section-head"><h2 id="tests-title">Photos that one alone got right</h2><p class="quiet">McNemar's exact test: how likely so lopsided a split is, if both were equally good. It takes photos for independent; photos of one person are not, so that a small p is smaller than it should be.</p></div>
${table({ name: 'Photos that one alone got right', columns, rows })}</section>
`;
}

function changedSection(changed: readonly ChangedPhoto[]): Markup {
  const rows = changed
    .slice(0, CHANGED_LIMIT)
    .map((photo) => [
      named(photo.photo),
      !photo.isMated && photo.person === photo.photo
        ? 'a stranger'
        : html`${named(photo.person)}${photo.isMated ? '' : ' (stranger)'}`,
      `${verdictText(photo.first)} ${bracketed(photo.firstScore)}`,
      `${verdictText(photo.second)} ${bracketed(photo.secondScore)}`,
    ]);
  const more = changed.length > CHANGED_LIMIT ? `; the first ${CHANGED_LIMIT} are listed` : '';
  const drawn =
    rows.length === 0
      ? undefined
      : table({
          name: 'Photos that changed sides',
          columns: ['photo', 'person', 'first', 'second'],
          rows,
          kind: 'text',
        });
  return html`<section id="changed" aria-labelledby="changed-title">
<div class="section-head"><h2 id="changed-title">Photos that changed sides</h2><p class="quiet">${counted(changed.length, 'photo')} between right and wrong, those that the second lost first${more}.</p></div>
${drawn}</section>
`;
}

function bracketed(score: number | null): string {
  return score === null ? '' : `(${scoreText(score)})`;
}

function settingsSection(settings: ComparisonModel['settings']): Markup {
  const rows = settings.map(({ name, first, second }) => [name, first ?? 'none', second ?? 'none']);
  const drawn =
    rows.length === 0
      ? html`<p class="quiet">Networks, options, data and machine are the same.</p>`
      : table({ name: 'What differs', columns: ['setting', 'first', 'second'], rows, kind: 'text' });
  return html`<section id="settings" aria-labelledby="settings-title">
<div class="section-head"><h2 id="settings-title">What differs in how they were made</h2></div>
${drawn}</section>
`;
}
