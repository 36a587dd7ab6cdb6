import { useId, useState } from 'react';
import { answered } from '../api/api.ts';
import type { Face } from '../api/types.ts';
import { useNotices } from '../app/notices.tsx';
import { useCollection } from '../app/open-collection.tsx';
import { useSession } from '../app/session.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { PersonPicker, type Picked } from '../parts/person-picker.tsx';
import { SelectableFace } from '../parts/selectable-face.tsx';
import { useWording } from '../text/text.tsx';

/** Faces that show at first; the rest on request. */
const SHOWN = 24;

/** A group: named as one, put aside, or without the faces that do not belong. */
export function GroupCard({ faces }: { readonly faces: readonly Face[] }) {
  const { text } = useWording();
  const id = useId();
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const [isNaming, setNaming] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const meant = faces.filter((face) => !out.has(face.id)).map((face) => face.id);
  const { name, dismiss } = useGroupActions(meant);
  const shown = isWhole ? faces : faces.slice(0, SHOWN);
  return (
    <section className="panel group" aria-labelledby={id}>
      <div className="row spread">
        <h2 id={id}>{text.groups.newPerson(meant.length)}</h2>
        <div className="row">
          <button
            type="button"
            className="main"
            disabled={meant.length === 0}
            onClick={() => setNaming(true)}
          >
            {text.groups.name}
          </button>
          <button type="button" disabled={meant.length === 0} onClick={dismiss}>
            {text.groups.dismiss}
          </button>
        </div>
      </div>
      <p className="quiet small" role="status">
        {out.size > 0 ? text.groups.takenOut(out.size) : text.groups.hint}
      </p>
      <ul className="face-row">
        {shown.map((face, place) => (
          <li key={face.id} className={out.has(face.id) ? 'out' : ''}>
            <SelectableFace
              faceId={face.id}
              label={(out.has(face.id) ? text.groups.putBack : text.groups.takeOut)(place + 1)}
              isSelected={out.has(face.id)}
              onToggle={() => setOut(toggled(out, face.id))}
            />
          </li>
        ))}
      </ul>
      {!isWhole && faces.length > SHOWN && (
        <button type="button" className="plain" onClick={() => setWhole(true)}>
          {text.common.more}
        </button>
      )}
      {isNaming && (
        <Dialog title={text.person.moveTitle} onClose={() => setNaming(false)}>
          <PersonPicker
            onPick={(picked) => {
              setNaming(false);
              name(picked);
            }}
          />
        </Dialog>
      )}
    </section>
  );
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const changed = new Set(set);
  if (!changed.delete(id)) changed.add(id);
  return changed;
}

function useGroupActions(faceIds: string[]): {
  readonly name: (picked: Picked) => void;
  readonly dismiss: () => void;
} {
  const { text } = useWording();
  const { api } = useSession();
  const { tellFault } = useNotices();
  const { id: collectionId, changed } = useCollection();
  const params = { path: { collectionId } };
  return {
    name: ({ who, name }) => {
      answered(
        api.post('/v1/collections/{collectionId}/name-faces', { params, body: { faceIds, as: who } }),
      ).then(({ changeId }) => changed(text.groups.named(faceIds.length, name), changeId), tellFault);
    },
    dismiss: () => {
      answered(api.post('/v1/collections/{collectionId}/dismiss-faces', { params, body: { faceIds } })).then(
        ({ changeId }) => changed(text.groups.dismissed(faceIds.length), changeId),
        tellFault,
      );
    },
  };
}
