import { useCallback } from 'react';
import { answered } from '../api/api.ts';
import type { Job, JobResult } from '../api/types.ts';
import { useParts } from '../api/use-parts.ts';
import { useSession } from '../app/session.tsx';
import { Refused } from '../parts/refused.tsx';
import { VirtualGrid } from '../parts/virtual-grid.tsx';
import { Waiting } from '../parts/waiting.tsx';
import type { Text } from '../text/english.ts';
import { useWording } from '../text/text.tsx';

const PART = 200;
const ROW_PX = 60;
/** Wider than any page: one column. */
const ONE_COLUMN_PX = 5000;

/** What a job found, photo by photo, in the order in which it was found. */
export function JobResults({ job: { id: jobId, done } }: { readonly job: Job }) {
  const { text, score } = useWording();
  const { api } = useSession();
  const load = useCallback(
    (after: string | undefined) => {
      const query = { limit: PART, ...(after !== undefined && { after }) };
      return answered(api.get('/v1/jobs/{jobId}/results', { params: { path: { jobId }, query } }));
    },
    [api, jobId],
  );
  const { items, isLoading, refusal, more, reload } = useParts(load, done);
  return (
    <>
      {refusal && <Refused refusal={refusal} onRetry={reload} />}
      {items.length === 0 && (isLoading ? <Waiting /> : <p className="quiet">{text.jobs.noResults}</p>)}
      <VirtualGrid
        items={items}
        keyOf={({ number }) => String(number)}
        label={text.jobs.results}
        minColumnPx={ONE_COLUMN_PX}
        rowPx={ROW_PX}
        onNearEnd={more}
        render={(result) => (
          <div className="job-result">
            <span className="file-name">{result.label ?? `#${result.number}`}</span>
            <span className="what">{saidOf(result, text, score)}</span>
          </div>
        )}
      />
    </>
  );
}

function saidOf(result: JobResult, text: Text, score: (value: number) => string): string {
  switch (result.kind) {
    case 'searched':
      if (result.faces.length === 0) return text.try.noFace;
      return result.faces
        .map(({ decision }) =>
          decision.kind === 'identified' ? `${decision.name} (${score(decision.score)})` : text.try.unknown,
        )
        .join(', ');
    case 'enrolled':
      return text.jobs.enrolled;
    case 'failed':
      return result.reason;
    case 'erased':
      return text.jobs.erased;
  }
}
