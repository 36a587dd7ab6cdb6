import { useCallback, useState } from 'react';
import { PageHead } from '../parts/page-head.tsx';
import { Refused } from '../parts/refused.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { KeyButton } from '../queue/key-button.tsx';
import { concerned } from '../queue/queue-model.ts';
import { SelectedCount } from '../queue/selected-count.tsx';
import { useQueueKeys } from '../queue/use-queue-keys.ts';
import { columnsOf, type View, ViewChoice } from '../queue/view-choice.tsx';
import { useWording } from '../text/text.tsx';
import { FindingCard } from './finding-card.tsx';
import { FindingGrid } from './finding-grid.tsx';
import { type FindingQueue, isAnswerable, useFindings } from './use-findings.ts';

/** What may be wrong with the people, as questions: one at a time, or many at once. */
export function FindingsPage() {
  const { text } = useWording();
  const queue = useFindings();
  const [view, setView] = useState<View>('one');
  const columnCount = useCallback(() => (view === 'one' ? 1 : columnsOf('.question-grid')), [view]);
  const { state, loaded, answer, undo } = queue;
  const letters = {
    y: () => answer('yes'),
    n: () => answer('no'),
    '?': () => answer('unsure'),
    z: undo,
    g: () => setView((before) => (before === 'one' ? 'grid' : 'one')),
  };
  useQueueKeys(queue, { letters, columnCount });
  const isEmpty = state.questions.length === 0;
  const isLooking = loaded.value === undefined && loaded.isLoading;
  return (
    <>
      <PageHead title={text.findings.title} lead={text.findings.lead}>
        <button type="button" disabled={loaded.isLoading} onClick={loaded.reload}>
          {text.findings.again}
        </button>
        <ViewChoice view={view} onChoose={setView} />
      </PageHead>
      {loaded.refusal && <Refused refusal={loaded.refusal} onRetry={loaded.reload} />}
      {isLooking && <Waiting label={text.findings.looking} />}
      {isEmpty && !isLooking && !loaded.refusal && <Empty queue={queue} />}
      {!isEmpty && (
        <>
          <p className="quiet queue-bar" role="status">
            {text.queue.left(state.questions.length)}
          </p>
          {view === 'one' ? <FindingCard queue={queue} /> : <FindingGrid queue={queue} />}
          <Answers queue={queue} />
          <p className="quiet small keys">{text.findings.keys}</p>
        </>
      )}
    </>
  );
}

function Answers({ queue }: { readonly queue: FindingQueue }) {
  const { text } = useWording();
  const { state, answer, undo } = queue;
  const canAgree = concerned(state).some((finding) => isAnswerable(finding, 'yes'));
  return (
    <div className="answers">
      <SelectedCount queue={queue} />
      <div className="row answer-row">
        <KeyButton
          letter="y"
          label={text.findings.yes}
          isMain
          isOff={!canAgree}
          onClick={() => answer('yes')}
        />
        <KeyButton letter="n" label={text.findings.no} onClick={() => answer('no')} />
        <KeyButton letter="?" label={text.queue.unsure} onClick={() => answer('unsure')} />
        <KeyButton letter="z" label={text.queue.undo} onClick={undo} />
      </div>
    </div>
  );
}

function Empty({ queue: { undo } }: { readonly queue: FindingQueue }) {
  const { text } = useWording();
  return (
    <div className="empty">
      <p>{text.findings.empty}</p>
      <button type="button" aria-keyshortcuts="z" onClick={undo}>
        {text.queue.undo}
      </button>
    </div>
  );
}
