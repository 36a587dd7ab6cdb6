import { type FormEvent, useState } from 'react';
import { answered } from '../api/api.ts';
import type { ApiKey } from '../api/types.ts';
import { useNotices } from '../app/notices.tsx';
import { useSession } from '../app/session.tsx';
import { useWording } from '../text/text.tsx';

type Scope = ApiKey['scopes'][number];
const SCOPES: readonly Scope[] = ['identify', 'enrol', 'admin'];

/** Makes a key, and shows its secret until the next one is made or the page is left. */
export function MakeKey({ onMade }: { readonly onMade: () => void }) {
  const { text } = useWording();
  const { api } = useSession();
  const { tellFault } = useNotices();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>('identify');
  const [until, setUntil] = useState('');
  const [secret, setSecret] = useState<string>();
  const make = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      const body = { name, scopes: [scope], ...(until !== '' && { expiresAt: `${until}T23:59:59Z` }) };
      setSecret((await answered(api.post('/v1/keys', { body }))).secret);
      setName('');
      onMade();
    } catch (cause) {
      tellFault(cause);
    }
  };
  return (
    <>
      <form className="form inline" onSubmit={make}>
        <label>
          {text.privacy.keyName}
          <input required maxLength={200} value={name} onChange={({ target }) => setName(target.value)} />
        </label>
        <label>
          {text.privacy.keyScope}
          <select value={scope} onChange={({ target }) => setScope(target.value as Scope)}>
            {SCOPES.map((one) => (
              <option key={one} value={one}>
                {text.privacy.scopes[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {text.privacy.keyExpires}
          <input type="date" value={until} onChange={({ target }) => setUntil(target.value)} />
        </label>
        <button type="submit" className="main">
          {text.privacy.makeKey}
        </button>
      </form>
      {secret !== undefined && <Secret secret={secret} />}
    </>
  );
}

function Secret({ secret }: { readonly secret: string }) {
  const { text } = useWording();
  const { tell } = useNotices();
  const copy = (): void => {
    void navigator.clipboard.writeText(secret).then(() => tell(text.privacy.copied));
  };
  return (
    <div className="secret" role="status">
      <p>{text.privacy.secretOnce}</p>
      <div className="row">
        <code>{secret}</code>
        <button type="button" onClick={copy}>
          {text.privacy.copy}
        </button>
      </div>
    </div>
  );
}
