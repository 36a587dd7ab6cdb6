import { type FormEvent, useState } from 'react';
import { answered } from '../api/api.ts';
import { useNotices } from '../app/notices.tsx';
import { useCollection } from '../app/open-collection.tsx';
import { useGo } from '../app/route.ts';
import { useSession } from '../app/session.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { PersonPicker, type Picked } from '../parts/person-picker.tsx';
import { useWording } from '../text/text.tsx';
import type { PersonWithFaces } from './use-person.ts';

interface ActionOptions {
  readonly person: PersonWithFaces;
  readonly onClose: () => void;
}

/** Rename, merge, remove. Erasing is with privacy, where it cannot be hit by mistake. */
export function PersonActions({ person }: { readonly person: PersonWithFaces }) {
  const { text } = useWording();
  const [asked, setAsked] = useState<'rename' | 'merge' | 'remove'>();
  const options = { person, onClose: () => setAsked(undefined) };
  return (
    <>
      <button type="button" onClick={() => setAsked('rename')}>
        {text.person.rename}
      </button>
      <button type="button" onClick={() => setAsked('merge')}>
        {text.person.merge}
      </button>
      <button type="button" onClick={() => setAsked('remove')}>
        {text.person.remove}
      </button>
      {asked === 'rename' && <Rename {...options} />}
      {asked === 'merge' && <Merge {...options} />}
      {asked === 'remove' && <Remove {...options} />}
    </>
  );
}

/** Carries out an action; what goes wrong is told. */
function useAction(): (work: () => Promise<void>) => Promise<void> {
  const { tellFault } = useNotices();
  return (work) => work().catch(tellFault);
}

function Rename({ person, onClose }: ActionOptions) {
  const { text } = useWording();
  const { api } = useSession();
  const { done } = useCollection();
  const act = useAction();
  const [name, setName] = useState(person.name);
  const rename = (event: FormEvent): void => {
    event.preventDefault();
    void act(async () => {
      const params = { path: { personId: person.id } };
      await answered(api.patch('/v1/people/{personId}', { params, body: { name } }));
      onClose();
      await done(text.person.renamed(name.trim()));
    });
  };
  return (
    <Dialog title={text.person.rename} onClose={onClose}>
      <form className="form" onSubmit={rename}>
        <label>
          {text.people.name}
          <input required maxLength={200} value={name} onChange={({ target }) => setName(target.value)} />
        </label>
        <button type="submit" className="main">
          {text.common.save}
        </button>
      </form>
    </Dialog>
  );
}

function Merge({ person, onClose }: ActionOptions) {
  const { text } = useWording();
  const { api } = useSession();
  const { id: collectionId, done } = useCollection();
  const act = useAction();
  const go = useGo();
  const merge = ({ who, name }: Picked): void => {
    if (!('personId' in who)) return;
    void act(async () => {
      const params = { path: { personId: person.id } };
      await answered(api.post('/v1/people/{personId}/merge', { params, body: { into: who.personId } }));
      go({ kind: 'collection', collectionId, page: 'people', personId: who.personId });
      await done(text.person.merged(person.name, name));
    });
  };
  return (
    <Dialog title={text.person.mergeTitle(person.name)} onClose={onClose}>
      <p className="quiet">{text.person.mergeLead}</p>
      <PersonPicker onPick={merge} mayMake={false} without={person.id} />
    </Dialog>
  );
}

function Remove({ person, onClose }: ActionOptions) {
  const { text } = useWording();
  const { api } = useSession();
  const { id: collectionId, done } = useCollection();
  const act = useAction();
  const go = useGo();
  const remove = (): Promise<void> =>
    act(async () => {
      await answered(api.remove('/v1/people/{personId}', { params: { path: { personId: person.id } } }));
      go({ kind: 'collection', collectionId, page: 'people' });
      await done(text.person.removed(person.name));
    });
  return (
    <Dialog title={text.person.removeTitle(person.name)} onClose={onClose}>
      <p className="quiet">{text.person.removeLead}</p>
      <div className="row end">
        <button type="button" onClick={onClose}>
          {text.common.cancel}
        </button>
        <button type="button" className="danger" onClick={() => void remove()}>
          {text.person.remove}
        </button>
      </div>
    </Dialog>
  );
}
