import { useCallback, useState } from 'react';
import { answered } from '../api/api.ts';
import type { Job, JobResult } from '../api/types.ts';
import { useParts } from '../api/use-parts.ts';
import { useSession } from '../app/session.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Refused } from '../parts/refused.tsx';
import { VirtualGrid } from '../parts/virtual-grid.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { FacePicture } from '../pictures/face-picture.tsx';
import type { Text } from '../text/english.ts';
import { useWording } from '../text/text.tsx';
import { FaceResult } from '../try/face-result.tsx';

const PART = 200;
const ROW_PX = 60;
/** Wider than any page: one column. */
const ONE_COLUMN_PX = 5000;

/** What a job found, photo by photo, in the order in which it was found; what speaks for an answer on request. */
export function JobResults({ job: { id: jobId, done } }: { readonly job: Job }) {
  const { text } = useWording();
  const { api } = useSession();
  const load = useCallback(
    (after: string | undefined) => {
      const query = { limit: PART, ...(after !== undefined && { after }) };
      return answered(api.get('/v1/jobs/{jobId}/results', { params: { path: { jobId }, query } }));
    },
    [api, jobId],
  );
  const [opened, open] = useState<JobResult>();
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
        render={(result) => <ResultRow result={result} onOpen={() => open(result)} />}
      />
      {opened && <WhyDialog result={opened} onClose={() => open(undefined)} />}
    </>
  );
}

function ResultRow({ result, onOpen }: { readonly result: JobResult; readonly onOpen: () => void }) {
  const { text, score } = useWording();
  const said = (
    <>
      <span className="file-name">{nameOf(result)}</span>
      <span className="what">{saidOf(result, text, score)}</span>
    </>
  );
  return result.kind === 'searched' && result.faces.length > 0 ? (
    <button type="button" className="job-result" onClick={onOpen}>
      {said}
    </button>
  ) : (
    <div className="job-result">{said}</div>
  );
}

/** Why each face of a photo was named so. */
function WhyDialog({ result, onClose }: { readonly result: JobResult; readonly onClose: () => void }) {
  const { text } = useWording();
  const faces = result.kind === 'searched' ? result.faces : [];
  return (
    <Dialog title={nameOf(result)} onClose={onClose}>
      <div className="results">
        {faces.map((face, place) => (
          <FaceResult
            key={`${face.box.xPx} ${face.box.yPx}`}
            {...{ face, place }}
            picture={<FacePicture faceId={face.faceId} label={text.try.thisFace} />}
          />
        ))}
      </div>
    </Dialog>
  );
}

function nameOf({ label, number }: JobResult): string {
  return label ?? `#${number}`;
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
