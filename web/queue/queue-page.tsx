import { useCallback, useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { PersonPicker } from '../parts/person-picker.tsx';
import { Refused } from '../parts/refused.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { useWording } from '../text/text.tsx';
import { AnswerButtons } from './answer-buttons.tsx';
import { QuestionCard } from './question-card.tsx';
import { QuestionGrid } from './question-grid.tsx';
import { type Queue, useQueue } from './use-queue.ts';
import { useQueueKeys } from './use-queue-keys.ts';
import { columnsOf, type View, ViewChoice } from './view-choice.tsx';

/** Faces that wait for a person: one question at a time, or many at once. */
export function QueuePage() {
  const { text } = useWording();
  const queue = useQueue();
  const [view, setView] = useState<View>('one');
  const [isAsking, setAsking] = useState(false);
  const { state, loaded } = queue;
  const askWho = useCallback(() => setAsking(true), []);
  const turnView = useCallback(() => setView((before) => (before === 'one' ? 'grid' : 'one')), []);
  const columnCount = useCallback(() => (view === 'one' ? 1 : columnsOf('.question-grid')), [view]);
  const { answer, undo } = queue;
  const letters = {
    y: () => answer('yes'),
    n: () => answer('not-this-person'),
    u: () => answer('unknown'),
    s: askWho,
    '?': () => answer('unsure'),
    z: undo,
    g: turnView,
  };
  useQueueKeys(queue, { letters, columnCount });
  const isEmpty = state.questions.length === 0;
  return (
    <>
      <PageHead title={text.queue.title} lead={text.queue.lead}>
        <ViewChoice view={view} onChoose={setView} />
      </PageHead>
      {loaded.refusal && <Refused refusal={loaded.refusal} onRetry={loaded.reload} />}
      {isEmpty && loaded.isLoading && <Waiting />}
      {isEmpty && !loaded.isLoading && !loaded.refusal && <Empty queue={queue} />}
      {!isEmpty && (
        <>
          <div className="row spread queue-bar">
            <p className="quiet" role="status">
              {text.queue.left(state.questions.length)}
            </p>
          </div>
          {view === 'one' ? <QuestionCard queue={queue} /> : <QuestionGrid queue={queue} />}
          <AnswerButtons queue={queue} onAskWho={askWho} />
          <p className="quiet small keys">{text.queue.keys}</p>
        </>
      )}
      {isAsking && !isEmpty && (
        <Dialog title={text.person.moveTitle} onClose={() => setAsking(false)}>
          <PersonPicker
            onPick={({ who }) => {
              setAsking(false);
              queue.answer('someone-else', who);
            }}
          />
        </Dialog>
      )}
    </>
  );
}

function Empty({ queue: { loaded, undo } }: { readonly queue: Queue }) {
  const { text } = useWording();
  return (
    <div className="empty">
      <p>{text.queue.empty}</p>
      <div className="row centre">
        <button type="button" onClick={loaded.reload}>
          {text.queue.reload}
        </button>
        <button type="button" aria-keyshortcuts="z" onClick={undo}>
          {text.queue.undo}
        </button>
      </div>
    </div>
  );
}
