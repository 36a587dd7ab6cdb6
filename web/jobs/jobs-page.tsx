import { useState } from 'react';
import { PageHead } from '../parts/page-head.tsx';
import { PhotoChooser } from '../parts/photo-chooser.tsx';
import { Refused } from '../parts/refused.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { useWording } from '../text/text.tsx';
import { useBatches } from './batches.tsx';
import { JobCard } from './job-card.tsx';
import { useJobs } from './use-jobs.ts';

/** Many photos at once, and how far each job over them is. */
export function JobsPage() {
  const { text } = useWording();
  const { sending, start } = useBatches();
  const [isKeeping, setKeeping] = useState(true);
  const { value: jobs, refusal, isLoading, reload } = useJobs();
  return (
    <>
      <PageHead title={text.jobs.title} lead={text.jobs.lead} />
      <div className="dropzone">
        <PhotoChooser label={text.jobs.choose} onChoose={(photos) => start(photos, isKeeping)} />
        <label className="check">
          <input type="checkbox" checked={isKeeping} onChange={({ target }) => setKeeping(target.checked)} />
          {text.try.keep}
        </label>
      </div>
      {refusal && <Refused refusal={refusal} onRetry={reload} />}
      {jobs === undefined && isLoading && <Waiting />}
      {jobs?.length === 0 && <p className="empty">{text.jobs.empty}</p>}
      <div className="jobs">
        {jobs?.map((job) => (
          <JobCard
            key={job.id}
            job={job}
            batch={sending.find(({ jobId }) => jobId === job.id)}
            onGone={reload}
          />
        ))}
      </div>
    </>
  );
}
