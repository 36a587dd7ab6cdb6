import { type FormEvent, useState } from 'react';
import { answered } from '../api/api.ts';
import { useNotices } from '../app/notices.tsx';
import { useCollection } from '../app/open-collection.tsx';
import { useGo } from '../app/route.ts';
import { useSession } from '../app/session.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useWording } from '../text/text.tsx';

/** Adds somebody by name, and leads to them, where photos can be dropped. */
export function AddPerson({ onClose }: { readonly onClose: () => void }) {
  const { text } = useWording();
  const { api } = useSession();
  const { tellFault } = useNotices();
  const { id: collectionId, done } = useCollection();
  const go = useGo();
  const [name, setName] = useState('');
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      const params = { path: { collectionId } };
      const person = await answered(
        api.post('/v1/collections/{collectionId}/people', { params, body: { name } }),
      );
      onClose();
      await done(text.people.added(person.name));
      go({ kind: 'collection', collectionId, page: 'people', personId: person.id });
    } catch (cause) {
      tellFault(cause);
    }
  };
  return (
    <Dialog title={text.people.addTitle} onClose={onClose}>
      <form className="form" onSubmit={add}>
        <label>
          {text.people.name}
          <input required maxLength={200} value={name} onChange={({ target }) => setName(target.value)} />
        </label>
        <button type="submit" className="main">
          {text.people.add}
        </button>
      </form>
    </Dialog>
  );
}
