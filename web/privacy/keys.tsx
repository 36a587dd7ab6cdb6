import { useCallback } from 'react';
import { answered } from '../api/api.ts';
import type { ApiKey } from '../api/types.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { useNotices } from '../app/notices.tsx';
import { useSession } from '../app/session.tsx';
import { Refused } from '../parts/refused.tsx';
import { useWording } from '../text/text.tsx';
import { MakeKey } from './make-key.tsx';

/** The keys: made, with the secret shown once, and revoked. */
export function Keys() {
  const { text } = useWording();
  const { api } = useSession();
  const load = useCallback(async () => (await answered(api.get('/v1/keys'))).items, [api]);
  const { value: keys, refusal, reload } = useLoaded(load);
  return (
    <section className="panel" aria-labelledby="keys-title">
      <h2 id="keys-title">{text.privacy.keys}</h2>
      <p className="quiet">{text.privacy.keysLead}</p>
      {refusal ? (
        <Refused refusal={refusal} onRetry={reload} />
      ) : (
        <>
          {keys?.length === 0 && <p className="quiet">{text.privacy.keysNone}</p>}
          <ul className="key-list">
            {keys?.map((key) => (
              <KeyRow key={key.id} apiKey={key} onChanged={reload} />
            ))}
          </ul>
          <MakeKey onMade={reload} />
        </>
      )}
    </section>
  );
}

function KeyRow({ apiKey, onChanged }: { readonly apiKey: ApiKey; readonly onChanged: () => void }) {
  const { text, day } = useWording();
  const { api } = useSession();
  const { tellFault } = useNotices();
  const { id, name, scopes, createdAt, expiresAt, revokedAt } = apiKey;
  const isExpired = expiresAt !== undefined && Date.parse(expiresAt) < Date.now();
  const end = revokedAt !== undefined ? text.privacy.revoked : isExpired ? text.privacy.expired : undefined;
  const revoke = (): void => {
    answered(api.remove('/v1/keys/{keyId}', { params: { path: { keyId: id } } })).then(onChanged, tellFault);
  };
  return (
    <li className={end === undefined ? '' : 'undone'}>
      <span>
        <strong>{name}</strong>
        <span className="quiet small">
          {scopes.map((scope) => text.privacy.scopes[scope]).join(', ')} ·{' '}
          {text.privacy.madeAt(day(createdAt))}
          {expiresAt !== undefined && ` · ${text.privacy.until(day(expiresAt))}`}
        </span>
      </span>
      {end === undefined ? (
        <button type="button" aria-label={text.privacy.revokeKey(name)} onClick={revoke}>
          {text.privacy.revoke}
        </button>
      ) : (
        <span className="chip">{end}</span>
      )}
    </li>
  );
}
