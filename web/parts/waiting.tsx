import { useWording } from '../text/text.tsx';

/** Something is on its way. */
export function Waiting({ label }: { readonly label?: string }) {
  const { text } = useWording();
  return (
    <p className="waiting" role="status">
      <span className="dots" aria-hidden="true" />
      {label ?? text.common.loading}
    </p>
  );
}
