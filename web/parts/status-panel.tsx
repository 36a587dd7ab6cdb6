import { useCollection } from '../app/open-collection.tsx';
import { useWording } from '../text/text.tsx';

/** The threshold of the collection, what it promises, and whether it is being set anew. */
export function StatusPanel() {
  const { text, score, language } = useWording();
  const { fpir, status } = useCollection().collection;
  const { threshold, measuredRate, isPromised, isCalibrating, calibrationPeople } = status;
  const rate = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(fpir);
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumSignificantDigits: 2 }).format;
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
      {measuredRate && (
        <p className="quiet">
          {text.status.measured(share(measuredRate.rate), share(measuredRate.low), share(measuredRate.high))}
        </p>
      )}
    </section>
  );
}
