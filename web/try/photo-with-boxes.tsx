import { useState } from 'react';
import type { FaceAnswer, PhotoAnswer } from '../api/types.ts';
import { useWording } from '../text/text.tsx';

/** Width of a letter in hundredths of the photo's longer side, and how much wider than its face a name may be. */
const LETTER = 1.9;
const ROOM = 1.8;

/** A photo with boxes around its faces, in their numbers' order. */
export function PhotoWithBoxes({
  url,
  name,
  answer,
}: {
  readonly url: string;
  readonly name: string;
  readonly answer: PhotoAnswer | undefined;
}) {
  // Formats that the service reads and the browser does not, such as HEIC, have boxes on an empty ground.
  const [isShown, setShown] = useState(true);
  if (answer === undefined)
    return isShown ? <img className="photo" src={url} alt={name} onError={() => setShown(false)} /> : null;
  const { widthPx, heightPx, faces } = answer;
  const unit = Math.max(widthPx, heightPx) / 100;
  return (
    <svg className="photo" viewBox={`0 0 ${widthPx} ${heightPx}`} role="img" aria-label={name}>
      <title>{name}</title>
      <image href={url} width={widthPx} height={heightPx} preserveAspectRatio="none" />
      {faces.map((face, place) => (
        <FaceBox key={`${face.box.xPx} ${face.box.yPx}`} {...{ face, place, unit }} />
      ))}
    </svg>
  );
}

function FaceBox({
  face,
  place,
  unit,
}: {
  readonly face: FaceAnswer;
  readonly place: number;
  /** A hundredth of the photo's longer side. */
  readonly unit: number;
}) {
  const { text } = useWording();
  const { xPx, yPx, widthPx, heightPx } = face.box;
  const { decision } = face;
  const name = decision.kind === 'identified' ? decision.name : text.try.unknown;
  const height = 4.4 * unit;
  // A name much wider than its face would cover the next one's; the number finds it in the list.
  const isRoomy = name.length * LETTER * unit < ROOM * widthPx;
  const label = isRoomy ? `${place + 1} ${name}` : `${place + 1}`;
  const top = yPx >= height ? yPx - height : yPx + heightPx;
  return (
    <g className={`box ${decision.kind}`}>
      <rect className="halo" x={xPx} y={yPx} width={widthPx} height={heightPx} rx={unit} />
      <rect className="line" x={xPx} y={yPx} width={widthPx} height={heightPx} rx={unit} />
      <text className="tag" x={xPx} y={top + 0.76 * height} fontSize={3.4 * unit}>
        {label}
      </text>
    </g>
  );
}
