import { useCollection } from '../app/open-collection.tsx';
import { useWording } from '../text/text.tsx';

/** The threshold of the collection, what it promises, and whether it is being set anew. */
export function StatusPanel() {
  const { text, score, language } = useWording();
  const { fpir, status } = useCollection().collection;
  const { threshold, thresholdStatement, isPromised, isCalibrating, calibrationPeople } = status;
  const rate = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(fpir);
  const said = isPromised ? text.status.promised : text.status.notPromised;
  return (
    <section className="panel status" aria-labelledby="status-title">
      <div className="row spread">
        <h2 id="status-title">{text.status.title}</h2>
        <span className={isCalibrating ? 'chip busy' : 'chip'} role="status">
          {isCalibrating ? text.status.calibrating : text.status.ready}
        </span>
      </div>
      <p className="figure">{text.status.threshold(score(threshold))}</p>
      <p>{said(rate, calibrationPeople)}</p>
      <details>
        <summary>{text.status.details}</summary>
        <p className="quiet" lang="en">
          {thresholdStatement}
        </p>
      </details>
    </section>
  );
}
