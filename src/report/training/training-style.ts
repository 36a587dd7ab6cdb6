import { BASE_STYLE } from '../page/base-style.ts';

/** Style of the page of a training. */
export const TRAINING_STYLE = `${BASE_STYLE}
.facts + p { margin-top: .75rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0 1.5rem; }
.chart { width: 100%; height: auto; }
.line { fill: none; stroke: var(--identified); stroke-width: 1.5; stroke-opacity: .55; stroke-linejoin: round; }
.axis { stroke: var(--line); }
.tick { font-size: 13px; fill: var(--quiet); }
.tick.end { text-anchor: end; }
.scroll { overflow-x: auto; }
.ways { border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100%; }
.ways th, .ways td { text-align: right; padding: .375rem .75rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
.ways th:first-child, .ways td:first-child { text-align: left; padding-left: 0; }
.ways thead th { color: var(--quiet); font-weight: 500; font-size: .875rem; }
.ways .taken { font-weight: 650; }
.left-out li { padding-block: .25rem; }
`;
