import { useId } from 'react';
import type { PhotoAnswer } from '../api/types.ts';
import { Waiting } from '../parts/waiting.tsx';
import { useWording } from '../text/text.tsx';
import { FaceResult } from './face-result.tsx';
import { PhotoCut } from './photo-cut.tsx';
import { PhotoWithBoxes } from './photo-with-boxes.tsx';
import { type TriedPhoto, useTriedPhotos } from './tried-photos.tsx';

/** A tried photo with its faces. */
export function TriedPhotoCard({ photo }: { readonly photo: TriedPhoto }) {
  const { text } = useWording();
  const id = useId();
  const { file, url, state } = photo;
  const answer = state.kind === 'answered' ? state.answer : undefined;
  return (
    <article className="panel tried" aria-labelledby={id}>
      <div className="row spread">
        <h2 id={id} className="file-name">
          {file.name}
        </h2>
        {answer && <KeepButton photo={photo} answer={answer} />}
      </div>
      <div className="tried-body">
        <PhotoWithBoxes url={url} name={file.name} answer={answer} />
        <div className="results">
          <Outcome photo={photo} />
          {answer?.faces.map((face, place) => (
            <FaceResult
              key={`${face.box.xPx} ${face.box.yPx}`}
              {...{ face, place }}
              picture={<PhotoCut url={url} box={face.box} photo={answer} label={text.try.thisFace} />}
            />
          ))}
        </div>
      </div>
    </article>
  );
}

function Outcome({ photo: { state } }: { readonly photo: TriedPhoto }) {
  const { text } = useWording();
  switch (state.kind) {
    case 'waiting':
      return <p className="quiet">{text.try.waiting}</p>;
    case 'looking':
      return <Waiting label={text.try.looking} />;
    case 'failed':
      return (
        <p className="fault" role="alert">
          {state.refusal.status === 0 ? text.common.offline : state.refusal.detail}
        </p>
      );
    case 'answered':
      return (
        <p className="quiet">
          {state.answer.faces.length === 0 ? text.try.noFace : text.try.found(state.answer.faces.length)}
        </p>
      );
  }
}

function KeepButton({ photo, answer }: { readonly photo: TriedPhoto; readonly answer: PhotoAnswer }) {
  const { text } = useWording();
  const { keep } = useTriedPhotos();
  if (answer.faces.length === 0) return null;
  if (answer.photoId !== undefined) return <span className="chip">{text.try.kept}</span>;
  return (
    <button type="button" onClick={() => keep(photo)}>
      {text.try.keepOne}
    </button>
  );
}
