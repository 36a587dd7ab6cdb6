import type { CollectionFigures } from '../api/types.ts';
import { PageHead } from '../parts/page-head.tsx';
import { Refused } from '../parts/refused.tsx';
import { StatusPanel } from '../parts/status-panel.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { useWording } from '../text/text.tsx';
import { PlotPicture } from './plot-picture.tsx';
import { ThresholdTable } from './threshold-table.tsx';
import { useFigures } from './use-figures.ts';

/** How well the collection is told apart, judged on its own people, and what its threshold does. */
export function FiguresPage() {
  const { text } = useWording();
  const { value, refusal, isLoading, reload } = useFigures();
  const figures = value?.figures;
  return (
    <>
      <PageHead title={text.figures.title} lead={text.figures.lead} />
      <StatusPanel />
      {refusal && <Refused refusal={refusal} onRetry={reload} />}
      {isLoading && <Waiting label={text.figures.measuring} />}
      {value !== undefined && figures === undefined && <p className="empty">{text.figures.empty}</p>}
      {figures && <Figures figures={figures} />}
    </>
  );
}

function Figures({ figures }: { readonly figures: CollectionFigures }) {
  const { text } = useWording();
  const { people, matedSearches, nonMatedSearches, plots } = figures;
  return (
    <>
      <section className="panel" aria-labelledby="expect-title">
        <h2 id="expect-title">{text.figures.expect}</h2>
        <p className="quiet">{text.figures.judgedOn(people, matedSearches, nonMatedSearches)}</p>
        <ThresholdTable figures={figures} />
      </section>
      <div className="plots">
        {plots.map(({ id, svg }) => (
          <section key={id} className="panel plot-panel" aria-labelledby={`plot-${id}`}>
            <h2 id={`plot-${id}`}>{text.figures.plots[id].title}</h2>
            <PlotPicture svg={svg} label={text.figures.plots[id].title} />
            <p className="quiet">{text.figures.plots[id].explanation}</p>
          </section>
        ))}
      </div>
    </>
  );
}
