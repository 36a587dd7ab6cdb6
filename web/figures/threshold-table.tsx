import type { CollectionFigures } from '../api/types.ts';
import { useWording } from '../text/text.tsx';

type Estimate = CollectionFigures['thresholds'][number]['recognised'];

/** What to expect of the threshold in use and of others, per 1,000 photos. */
export function ThresholdTable({ figures: { thresholds } }: { readonly figures: CollectionFigures }) {
  const { text, score } = useWording();
  const { columns } = text.figures;
  return (
    <div className="table-place">
      <table>
        <caption>{text.figures.perThousand}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.threshold}</th>
            <th scope="col">{columns.strangersNamed}</th>
            <th scope="col">{columns.recognised}</th>
            <th scope="col">{columns.takenForAnother}</th>
          </tr>
        </thead>
        <tbody>
          {thresholds.map(({ threshold, fpir, strangersNamed, recognised, takenForAnother }) => (
            <tr key={fpir ?? 'in use'} className={fpir === null ? 'in-use' : ''}>
              <th scope="row">
                <span className="digits">{score(threshold)}</span>
                {fpir === null && <span className="chip">{text.figures.inUse}</span>}
              </th>
              {[strangersNamed, recognised, takenForAnother].map((estimate, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: three columns, always the same
                <td key={column}>
                  <EstimateText estimate={estimate} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EstimateText({ estimate: { value, low, high } }: { readonly estimate: Estimate }) {
  const { text, language } = useWording();
  if (value === null) return <span className="quiet">{text.figures.notKnown}</span>;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return (
    <>
      <span className="digits">{number.format(value)}</span>
      {low !== null && high !== null && (
        <span className="quiet small digits">
          {' '}
          {text.figures.between(number.format(low), number.format(high))}
        </span>
      )}
    </>
  );
}
