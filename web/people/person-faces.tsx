import { useState } from 'react';
import { answered } from '../api/api.ts';
import { useNotices } from '../app/notices.tsx';
import { useCollection } from '../app/open-collection.tsx';
import { useSession } from '../app/session.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { PersonPicker, type Picked } from '../parts/person-picker.tsx';
import { SelectableFace } from '../parts/selectable-face.tsx';
import { VirtualGrid } from '../parts/virtual-grid.tsx';
import { useWording } from '../text/text.tsx';
import type { PersonWithFaces } from './use-person.ts';

const COLUMN_PX = 96;

/** The faces of a person; those that are somebody else's are selected and moved, or set free. */
export function PersonFaces({ person }: { readonly person: PersonWithFaces }) {
  const { text } = useWording();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isMoving, setMoving] = useState(false);
  const { move, free } = useFaceChanges([...selected], () => {
    setSelected(new Set());
    setMoving(false);
  });
  const toggle = (faceId: string): void =>
    setSelected(
      (before) =>
        new Set(before.has(faceId) ? [...before].filter((id) => id !== faceId) : [...before, faceId]),
    );
  return (
    <section aria-labelledby="faces-title">
      <div className="row spread section-head">
        <h2 id="faces-title">{text.person.faces}</h2>
        {selected.size > 0 && (
          <div className="row">
            <span className="quiet small" role="status">
              {text.person.selected(selected.size)}
            </span>
            <button type="button" onClick={() => setMoving(true)}>
              {text.person.move}
            </button>
            <button type="button" onClick={free}>
              {text.person.free}
            </button>
          </div>
        )}
      </div>
      {person.faces.length === 0 && <p className="empty">{text.person.noFaces}</p>}
      <VirtualGrid
        items={person.faces}
        keyOf={({ id }) => id}
        label={text.person.faces}
        minColumnPx={COLUMN_PX}
        render={({ id }, place) => (
          <SelectableFace
            faceId={id}
            label={text.person.select(place + 1)}
            isSelected={selected.has(id)}
            onToggle={() => toggle(id)}
          />
        )}
      />
      {isMoving && (
        <Dialog title={text.person.moveTitle} onClose={() => setMoving(false)}>
          <PersonPicker onPick={move} without={person.id} />
        </Dialog>
      )}
    </section>
  );
}

function useFaceChanges(
  faceIds: readonly string[],
  onDone: () => void,
): { readonly move: (picked: Picked) => void; readonly free: () => void } {
  const { text } = useWording();
  const { api } = useSession();
  const { tellFault } = useNotices();
  const { id: collectionId, changed } = useCollection();
  const params = { path: { collectionId } };
  const act = async (told: string, request: Parameters<typeof answered<{ changeId?: number }>>[0]) => {
    try {
      const { changeId } = await answered(request);
      onDone();
      changed(told, changeId);
    } catch (cause) {
      tellFault(cause);
    }
  };
  return {
    move: ({ who }) => {
      const body = { faceIds: [...faceIds], as: who };
      void act(
        text.person.moved(faceIds.length),
        api.post('/v1/collections/{collectionId}/name-faces', { params, body }),
      );
    },
    free: () => {
      const answers = faceIds.map((faceId) => ({ faceId, answer: 'unknown' as const }));
      void act(
        text.person.freed(faceIds.length),
        api.post('/v1/collections/{collectionId}/answers', { params, body: { answers } }),
      );
    },
  };
}
