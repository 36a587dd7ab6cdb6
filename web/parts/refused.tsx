import type { Refusal } from '../api/refusal.ts';
import { useWording } from '../text/text.tsx';

/** Says why something is not there, and lets it be tried again. */
export function Refused({ refusal, onRetry }: { readonly refusal: Refusal; readonly onRetry: () => void }) {
  const { text } = useWording();
  const { status, detail } = refusal;
  const why = status === 0 ? text.common.offline : status === 403 ? text.common.scope : detail;
  return (
    <div className="panel warning" role="alert">
      <p>
        {text.common.failed}: {why}
      </p>
      <button type="button" onClick={onRetry}>
        {text.common.retry}
      </button>
    </div>
  );
}
