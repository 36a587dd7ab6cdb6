import { useEffect, useState } from 'react';
import { useSession } from '../app/session.tsx';

/** A face as a square picture; an outline where no picture was kept. */
export function FacePicture({
  faceId,
  label,
  isRound = false,
}: {
  readonly faceId: string | undefined;
  /** What it shows, for who does not see it; empty where a text beside it says so. */
  readonly label: string;
  readonly isRound?: boolean;
}) {
  const { pictures } = useSession();
  const [url, setUrl] = useState(() => (faceId === undefined ? undefined : pictures.atHand(faceId)));
  useEffect(() => {
    setUrl(faceId === undefined ? undefined : pictures.atHand(faceId));
    return faceId === undefined ? undefined : pictures.ask(faceId, setUrl);
  }, [faceId, pictures]);
  const className = isRound ? 'face round' : 'face';
  return url === undefined ? (
    <FaceOutline label={label} className={className} />
  ) : (
    <img className={className} src={url} alt={label} draggable={false} />
  );
}

function FaceOutline({ label, className }: { readonly label: string; readonly className: string }) {
  const hidden = label === '';
  return (
    <svg
      className={className}
      viewBox="0 0 40 40"
      role={hidden ? undefined : 'img'}
      aria-hidden={hidden}
      aria-label={hidden ? undefined : label}
    >
      {!hidden && <title>{label}</title>}
      <circle className="outline" cx="20" cy="16" r="7" />
      <path className="outline" d="M6 40c1-9 7-13 14-13s13 4 14 13z" />
    </svg>
  );
}
