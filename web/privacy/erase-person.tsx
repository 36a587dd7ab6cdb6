import { type FormEvent, useState } from 'react';
import { answered } from '../api/api.ts';
import type { ErasureProof, Person } from '../api/types.ts';
import { useNotices } from '../app/notices.tsx';
import { useCollection } from '../app/open-collection.tsx';
import { useGo } from '../app/route.ts';
import { useSession } from '../app/session.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useWording } from '../text/text.tsx';

/** Erases somebody once their name is typed, and shows the proof. */
export function ErasePerson({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const { text } = useWording();
  const { api } = useSession();
  const { tellFault } = useNotices();
  const { id: collectionId, changed } = useCollection();
  const go = useGo();
  const [typed, setTyped] = useState('');
  const [proof, setProof] = useState<ErasureProof>();
  const erase = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      const params = { path: { personId: person.id } };
      setProof(await answered(api.post('/v1/people/{personId}/erase', { params })));
    } catch (cause) {
      tellFault(cause);
    }
  };
  const close = (): void => {
    onClose();
    if (proof === undefined) return;
    if (!location.hash.includes(person.id)) {
      changed();
      return;
    }
    // The page of who is gone is left before anything is read anew.
    addEventListener('hashchange', () => changed(), { once: true });
    go({ kind: 'collection', collectionId, page: 'people' });
  };
  return (
    <Dialog title={text.privacy.eraseTitle(person.name)} onClose={close}>
      {proof === undefined ? (
        <form className="form" onSubmit={erase}>
          <p>{text.privacy.eraseLead}</p>
          <label>
            {text.privacy.eraseConfirm(person.name)}
            <input autoComplete="off" value={typed} onChange={({ target }) => setTyped(target.value)} />
          </label>
          <div className="row end">
            <button type="button" onClick={close}>
              {text.common.cancel}
            </button>
            <button type="submit" className="danger" disabled={typed.trim() !== person.name}>
              {text.privacy.eraseDo}
            </button>
          </div>
        </form>
      ) : (
        <Proof proof={proof} onClose={close} />
      )}
    </Dialog>
  );
}

function Proof({ proof, onClose }: { readonly proof: ErasureProof; readonly onClose: () => void }) {
  const { text } = useWording();
  const isClean = Object.values(proof.traces).every((count) => count === 0);
  return (
    <div role="status">
      <p>{text.privacy.proof}</p>
      <dl className="facts">
        <dt>{text.privacy.proofPhotos}</dt>
        <dd>{proof.photoCount}</dd>
        <dt>{text.privacy.proofFaces}</dt>
        <dd>{proof.faceCount}</dd>
        {Object.entries(proof.traces).map(([table, count]) => (
          <Trace key={table} table={table} count={count} />
        ))}
      </dl>
      <p className={isClean ? 'verdict identified' : 'fault'}>
        {isClean ? text.privacy.proofClean : text.privacy.proofDirty}
      </p>
      <div className="row end">
        <button type="button" className="main" onClick={onClose}>
          {text.common.close}
        </button>
      </div>
    </div>
  );
}

function Trace({ table, count }: { readonly table: string; readonly count: number }) {
  const { text } = useWording();
  return (
    <>
      <dt>{text.privacy.proofTrace(table)}</dt>
      <dd>{count}</dd>
    </>
  );
}
