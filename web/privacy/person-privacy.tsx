import { type FormEvent, useState } from 'react';
import { answered } from '../api/api.ts';
import type { Person } from '../api/types.ts';
import { useNotices } from '../app/notices.tsx';
import { useCollection } from '../app/open-collection.tsx';
import { useSession } from '../app/session.tsx';
import { useWording } from '../text/text.tsx';
import { ErasePerson } from './erase-person.tsx';
import { saveFile } from './save-file.ts';

/** Consent, retention, export and erasing of one person. */
export function PersonPrivacy({
  person,
  hasName = false,
}: {
  readonly person: Person;
  readonly hasName?: boolean;
}) {
  const { text } = useWording();
  const [isErasing, setErasing] = useState(false);
  const exportData = useExport(person);
  return (
    <section className="panel" aria-labelledby="person-privacy">
      <h2 id="person-privacy">{hasName ? `${text.privacy.title}: ${person.name}` : text.privacy.title}</h2>
      <Terms key={`${person.consent} ${person.retainUntil}`} person={person} />
      <div className="row">
        <button type="button" onClick={() => void exportData()}>
          {text.privacy.export}
        </button>
        <button type="button" className="danger" onClick={() => setErasing(true)}>
          {text.privacy.erase}
        </button>
      </div>
      {isErasing && <ErasePerson person={person} onClose={() => setErasing(false)} />}
    </section>
  );
}

function Terms({ person }: { readonly person: Person }) {
  const { text } = useWording();
  const { api } = useSession();
  const { tellFault } = useNotices();
  const { changed } = useCollection();
  const [consent, setConsent] = useState(person.consent ?? '');
  const [until, setUntil] = useState(person.retainUntil?.slice(0, 10) ?? '');
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      const retainUntil = until === '' ? null : `${until}T23:59:59Z`;
      const params = { path: { personId: person.id } };
      await answered(api.patch('/v1/people/{personId}', { params, body: { consent, retainUntil } }));
      changed(text.common.saved);
    } catch (cause) {
      tellFault(cause);
    }
  };
  return (
    <form className="form" onSubmit={save}>
      <label>
        {text.privacy.consent}
        <textarea
          rows={2}
          maxLength={2000}
          placeholder={text.privacy.consentPlaceholder}
          value={consent}
          onChange={({ target }) => setConsent(target.value)}
        />
      </label>
      <label>
        {text.privacy.retain}
        <input type="date" value={until} onChange={({ target }) => setUntil(target.value)} />
        <span className="quiet small">{text.privacy.retainHint}</span>
      </label>
      <button type="submit">{text.common.save}</button>
    </form>
  );
}

function useExport({ id: personId, name }: Person): () => Promise<void> {
  const { text } = useWording();
  const { api } = useSession();
  const { tell, tellFault } = useNotices();
  return async () => {
    try {
      const kept = await answered(
        api.get('/v1/people/{personId}/export', { params: { path: { personId } } }),
      );
      saveFile(`${name}.json`, JSON.stringify(kept, undefined, 2));
      tell(text.privacy.exported);
    } catch (cause) {
      tellFault(cause);
    }
  };
}
