import { type FormEvent, useState } from 'react';
import { answered } from '../api/api.ts';
import type { Collection } from '../api/types.ts';
import { useNotices } from '../app/notices.tsx';
import { hrefOf, useGo } from '../app/route.ts';
import { useSession } from '../app/session.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useWording } from '../text/text.tsx';

/** Choose a collection, or make one. */
export function CollectionsPage({
  collections,
  onMade,
}: {
  readonly collections: readonly Collection[];
  readonly onMade: () => void;
}) {
  const { text, day } = useWording();
  return (
    <>
      <PageHead title={text.collections.title} lead={text.collections.lead} />
      {collections.length === 0 && <p className="empty">{text.collections.none}</p>}
      <ul className="cards">
        {collections.map(({ id, name, createdAt, fpir }) => (
          <li key={id}>
            <a className="card" href={hrefOf({ kind: 'collection', collectionId: id, page: 'try' })}>
              <strong>{name}</strong>
              <span className="quiet small">
                {text.collections.madeAt(day(createdAt))} · {text.collections.oneIn(Math.round(1 / fpir))}
              </span>
            </a>
          </li>
        ))}
      </ul>
      <NewCollection onMade={onMade} />
    </>
  );
}

/** Strangers of whom one is named by mistake. */
const ONE_IN = [20, 100, 1000] as const;

function NewCollection({ onMade }: { readonly onMade: () => void }) {
  const { api } = useSession();
  const { tellFault } = useNotices();
  const { text } = useWording();
  const go = useGo();
  const [name, setName] = useState('');
  const [oneIn, setOneIn] = useState<number>(ONE_IN[1]);
  const make = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      const body = { name, fpir: 1 / oneIn, rule: 'blend' } as const;
      const made = await answered(api.post('/v1/collections', { body }));
      onMade();
      go({ kind: 'collection', collectionId: made.id, page: 'people' });
    } catch (cause) {
      tellFault(cause);
    }
  };
  return (
    <form className="panel form" onSubmit={make}>
      <h2>{text.collections.make}</h2>
      <label>
        {text.collections.name}
        <input
          required
          maxLength={200}
          placeholder={text.collections.namePlaceholder}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label>
        {text.collections.strictness}
        <select value={oneIn} onChange={(event) => setOneIn(Number(event.target.value))}>
          {ONE_IN.map((count) => (
            <option key={count} value={count}>
              {text.collections.oneIn(count)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="main">
        {text.collections.create}
      </button>
    </form>
  );
}
