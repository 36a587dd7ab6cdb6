import { BASE_STYLE } from '../page/base-style.ts';
import { SUMMARY_STYLE } from '../page/summary-style.ts';

/** Style of the pages of an evaluation and of a comparison of two. */
export const EVALUATION_STYLE = `${BASE_STYLE}${SUMMARY_STYLE}
.figure .interval { font-size: .8125rem; font-weight: 400; letter-spacing: 0; color: var(--quiet); }
.figure .none { font-size: 1rem; font-weight: 400; color: var(--quiet); letter-spacing: 0; line-height: 1.95rem; }
.figures { grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); }
.section-head { flex-direction: column; }
.section-head p { max-width: 46rem; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(26rem, 100%), 1fr)); gap: 1.5rem; }
.plots .panel { margin: 0; min-width: 0; }
.plot-panel figcaption { margin-bottom: 1rem; }
.plot-panel figcaption p { font-size: .875rem; }
.plot { display: block; width: 100%; height: auto; max-width: 27rem; margin: 0 auto; font-family: inherit; overflow: visible; }
.folded { margin-top: 1rem; }
.folded > summary { cursor: pointer; color: var(--quiet); font-size: .9375rem; }
.scroll { overflow-x: auto; margin-top: .5rem; }
.scroll table { border-collapse: collapse; font-size: .9375rem; font-variant-numeric: tabular-nums; width: 100%; }
.scroll th, .scroll td { text-align: left; font-weight: 400; padding: .375rem .75rem; border-bottom: 1px solid var(--line); vertical-align: baseline; }
.scroll th:first-child { padding-left: 0; }
.scroll thead th { color: var(--quiet); font-size: .875rem; font-weight: 500; vertical-align: bottom; }
.scroll .numbers { overflow-wrap: normal; }
.numbers th, .numbers td { text-align: right; }
.numbers td, .numbers tbody th { white-space: nowrap; }
.numbers th:first-child { text-align: left; }
.text th, .text td { min-width: 7rem; }
.numbers .meaning { display: block; white-space: normal; min-width: 10rem; max-width: 40rem; color: var(--quiet); font-size: .875rem; font-weight: 400; }
.numbers .reason { color: var(--unknown); }
#summary .facts { margin-top: 1rem; }
.columns h3:not(:first-child) { margin-top: 2rem; }
.columns .facts > div { grid-template-columns: 9rem 1fr; }
.warnings { list-style: disc; padding-left: 1.25rem; }
.warnings li + li { margin-top: .375rem; }
.flag { color: var(--unknown); border: 1px solid currentColor; border-radius: 4px; padding: 0 .3em; font-size: .8125em; }
.kind { margin-top: 1.5rem; }
.kind .folded { margin-top: .75rem; }
.errors { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(26rem, 100%), 1fr)); gap: 1rem; margin-top: .75rem; }
.error { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 1rem; display: grid; gap: .75rem; align-content: start; }
.error > * { min-width: 0; }
.faces-beside { display: grid; grid-template-columns: repeat(3, minmax(0, 7rem)); gap: .5rem; }
.faces-beside .face-image, .faces-beside .face-blank { width: 100%; height: auto; aspect-ratio: 1; }
.faces-beside figcaption { font-size: .75rem; line-height: 1.3; color: var(--quiet); margin-top: .25rem; }
.error-title { font-size: .9375rem; }
.candidate-list { margin-block: .375rem; font-size: .8125rem; }
.candidate-list li { display: flex; justify-content: space-between; gap: 1rem; padding-block: .0625rem; }
.candidate-list .score { font-variant-numeric: tabular-nums; }
.change.better { color: var(--identified); }
.change.worse { color: var(--failed); }
@media (max-width: 40rem) {
  .figures { grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); }
  .error { padding: .875rem; }
}
`;
