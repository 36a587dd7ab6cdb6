/** A score from 0 to 1 as a bar, with a mark at the threshold. Beside it stands the number, so it is not read aloud. */
export function ScoreBar({
  score,
  threshold,
}: {
  readonly score: number;
  readonly threshold: number | undefined;
}) {
  const share = (value: number): number => 100 * Math.min(1, Math.max(0, value));
  const isAccepted = threshold !== undefined && score >= threshold;
  return (
    <svg className="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect className="track" width="100" height="8" rx="1.5" />
      <rect className={isAccepted ? 'fill accepted' : 'fill'} width={share(score)} height="8" rx="1.5" />
      {threshold !== undefined && threshold <= 1 && (
        <rect className="mark" x={share(threshold) - 0.4} width="0.8" height="8" />
      )}
    </svg>
  );
}
