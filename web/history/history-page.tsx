import { useCallback } from 'react';
import { answered } from '../api/api.ts';
import type { Change } from '../api/types.ts';
import { useParts } from '../api/use-parts.ts';
import { useNotices } from '../app/notices.tsx';
import { useCollection } from '../app/open-collection.tsx';
import { useSession } from '../app/session.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Refused } from '../parts/refused.tsx';
import { StatusPanel } from '../parts/status-panel.tsx';
import { VirtualGrid } from '../parts/virtual-grid.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { FacePicture } from '../pictures/face-picture.tsx';
import { useWording } from '../text/text.tsx';

const PART = 200;
const ROW_PX = 76;
/** Wider than any page: one column. */
const ONE_COLUMN_PX = 5000;

/** What was changed, and how each change is taken back. */
export function HistoryPage() {
  const { text } = useWording();
  const { api } = useSession();
  const { id: collectionId, revision } = useCollection();
  const load = useCallback(
    (after: string | undefined) => {
      const query = { limit: PART, ...(after !== undefined && { after }) };
      return answered(
        api.get('/v1/collections/{collectionId}/changes', { params: { path: { collectionId }, query } }),
      );
    },
    [api, collectionId],
  );
  const { items, isLoading, refusal, more, reload } = useParts(load, revision);
  return (
    <>
      <PageHead title={text.history.title} lead={text.history.lead} />
      <StatusPanel />
      {refusal && <Refused refusal={refusal} onRetry={reload} />}
      {items.length === 0 && isLoading && <Waiting />}
      {items.length === 0 && !isLoading && !refusal && <p className="empty">{text.history.none}</p>}
      <VirtualGrid
        items={items}
        keyOf={({ id }) => String(id)}
        label={text.history.title}
        minColumnPx={ONE_COLUMN_PX}
        rowPx={ROW_PX}
        onNearEnd={more}
        render={(change) => <ChangeRow change={change} />}
      />
    </>
  );
}

function ChangeRow({ change }: { readonly change: Change }) {
  const { text, moment } = useWording();
  const { undo } = useCollection();
  const { tell, tellFault } = useNotices();
  const what = whatOf(change, text.history.kinds);
  const told = change.faceCount > 1 ? text.history.withFaces(what, change.faceCount) : what;
  const isUndone = change.undoneAt !== undefined;
  return (
    <div className={isUndone ? 'card change undone' : 'card change'}>
      <span className="change-faces">
        {change.faceIds.map((faceId) => (
          <FacePicture key={faceId} faceId={faceId} label="" />
        ))}
      </span>
      <span className="change-text">
        <strong>{told}</strong>
        <span className="quiet small">{moment(change.createdAt)}</span>
      </span>
      {isUndone ? (
        <span className="chip">{text.history.undone}</span>
      ) : (
        <button
          type="button"
          aria-label={text.history.undo(`${told}, ${moment(change.createdAt)}`)}
          onClick={() => void undo(change.id).then(() => tell(text.common.undone), tellFault)}
        >
          {text.common.undo}
        </button>
      )}
    </div>
  );
}

/** Kinds that the page does not know are told in the words of the service. */
function whatOf({ kind, summary }: Change, kinds: Readonly<Record<string, string>>): string {
  return kinds[kind] ?? summary;
}
