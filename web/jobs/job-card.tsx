import { useId, useState } from 'react';
import { answered } from '../api/api.ts';
import type { Job } from '../api/types.ts';
import { useNotices } from '../app/notices.tsx';
import { useSession } from '../app/session.tsx';
import { useWording } from '../text/text.tsx';
import type { Batch } from './batches.tsx';
import { JobResults } from './job-results.tsx';
import { hasEnded } from './use-jobs.ts';

/** A job: how far it is, what it found, and how it is ended. */
export function JobCard({
  job,
  batch,
  onGone,
}: {
  readonly job: Job;
  /** The photos that are being sent to it. */
  readonly batch: Batch | undefined;
  readonly onGone: () => void;
}) {
  const { text, moment } = useWording();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { stop, remove } = useJobActions(job.id, onGone);
  const total = Math.max(job.total, batch?.total ?? 0);
  return (
    <section className="panel job" aria-labelledby={id}>
      <div className="row spread">
        <h2 id={id}>{text.jobs.kinds[job.kind](total, moment(job.createdAt))}</h2>
        <span className={hasEnded(job) ? 'chip' : 'chip busy'} role="status">
          {text.jobs.states[job.state]}
        </span>
      </div>
      <progress aria-label={text.jobs.progress} value={job.done} max={Math.max(1, total)} />
      <p className="quiet">
        {text.jobs.done(job.done, total)}
        {job.failed > 0 && ` ${text.jobs.failed(job.failed)}`}
        {batch && ` ${text.jobs.sending(batch.sent, batch.total)}`}
        {batch && batch.refused > 0 && ` ${text.jobs.refused(batch.refused)}`}
      </p>
      {job.error !== undefined && <p className="fault">{text.jobs.heldUp(job.error)}</p>}
      <div className="row">
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? text.jobs.hide : text.jobs.show}
        </button>
        {hasEnded(job) ? (
          <button type="button" onClick={remove}>
            {text.jobs.remove}
          </button>
        ) : (
          <button type="button" onClick={stop}>
            {text.jobs.stop}
          </button>
        )}
      </div>
      {isOpen && <JobResults job={job} />}
    </section>
  );
}

function useJobActions(
  jobId: string,
  onGone: () => void,
): { readonly stop: () => void; readonly remove: () => void } {
  const { api } = useSession();
  const { tell, tellFault } = useNotices();
  const { text } = useWording();
  const params = { path: { jobId } };
  return {
    stop: () =>
      void answered(api.post('/v1/jobs/{jobId}/cancel', { params })).then(() => {
        tell(text.jobs.stopped);
        onGone();
      }, tellFault),
    remove: () => void answered(api.remove('/v1/jobs/{jobId}', { params })).then(onGone, tellFault),
  };
}
