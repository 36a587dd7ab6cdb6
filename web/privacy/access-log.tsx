import { useCallback } from 'react';
import { answered } from '../api/api.ts';
import type { AccessRecord } from '../api/types.ts';
import { useParts } from '../api/use-parts.ts';
import { useCollection } from '../app/open-collection.tsx';
import { hrefOf } from '../app/route.ts';
import { useSession } from '../app/session.tsx';
import { Refused } from '../parts/refused.tsx';
import { useWording } from '../text/text.tsx';

const PART = 25;

/** Who read or changed data of whom; of one person where one is given. */
export function AccessLog({
  person,
  onAll,
}: {
  readonly person?: { readonly personId: string; readonly name: string };
  readonly onAll: () => void;
}) {
  const { text } = useWording();
  const { api } = useSession();
  const { revision } = useCollection();
  const personId = person?.personId;
  const load = useCallback(
    (after: string | undefined) => {
      const query = {
        limit: PART,
        ...(after !== undefined && { after }),
        ...(personId !== undefined && { personId }),
      };
      return answered(api.get('/v1/access-log', { params: { query } }));
    },
    [api, personId],
  );
  const { items, hasMore, isLoading, refusal, more, reload } = useParts(load, revision);
  return (
    <section className="panel" aria-labelledby="log-title">
      <div className="row spread">
        <h2 id="log-title">
          {person === undefined ? text.privacy.log : `${text.privacy.log}: ${person.name}`}
        </h2>
        {person !== undefined && (
          <button type="button" onClick={onAll}>
            {text.privacy.logAll}
          </button>
        )}
      </div>
      <p className="quiet">{text.privacy.logLead}</p>
      {refusal && <Refused refusal={refusal} onRetry={reload} />}
      {items.length === 0 && !isLoading && !refusal && <p className="quiet">{text.privacy.logNone}</p>}
      {items.length > 0 && <Records records={items} {...(person && { person })} />}
      {hasMore && (
        <button type="button" disabled={isLoading} onClick={more}>
          {text.common.more}
        </button>
      )}
    </section>
  );
}

function Records({
  records,
  person,
}: {
  readonly records: readonly AccessRecord[];
  readonly person?: { readonly personId: string; readonly name: string };
}) {
  const { text, moment } = useWording();
  const actions: Readonly<Record<string, string>> = text.privacy.actions;
  return (
    <table className="log">
      <thead>
        <tr>
          <th scope="col">{text.privacy.when}</th>
          <th scope="col">{text.privacy.what}</th>
          <th scope="col">{text.privacy.whom}</th>
          <th scope="col">{text.privacy.by}</th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr key={record.id}>
            <td>{moment(record.at)}</td>
            <td>{actions[record.action] ?? record.action}</td>
            <td>
              <Whom record={record} {...(person && { name: person.name })} />
            </td>
            <td>{record.keyId === undefined ? text.privacy.thisMachine : short(record.keyId)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The log holds ids and no names; to read the name is one more reading, so a link leads there. */
function Whom({ record, name }: { readonly record: AccessRecord; readonly name?: string }) {
  const { id } = useCollection();
  const { personId, collectionId = id } = record;
  if (personId === undefined) return <span className="quiet">–</span>;
  const href = hrefOf({ kind: 'collection', collectionId, page: 'people', personId });
  return <a href={href}>{name ?? short(personId)}</a>;
}

function short(id: string): string {
  return id.slice(0, 12);
}
