import { PageHead } from '../parts/page-head.tsx';
import { PhotoChooser } from '../parts/photo-chooser.tsx';
import { StatusPanel } from '../parts/status-panel.tsx';
import { useWording } from '../text/text.tsx';
import { TriedPhotoCard } from './tried-photo-card.tsx';
import { useTriedPhotos } from './tried-photos.tsx';

/** Drop photos, and see who is in them and why. */
export function TryPage() {
  const { text } = useWording();
  const { photos, isKeeping, setKeeping, add, clear } = useTriedPhotos();
  const doneCount = photos.filter(({ state }) => state.kind === 'answered' || state.kind === 'failed').length;
  return (
    <>
      <PageHead title={text.try.title} lead={text.try.lead} />
      <div className="dropzone">
        <PhotoChooser label={text.try.choose} onChoose={add} />
        <label className="check">
          <input type="checkbox" checked={isKeeping} onChange={({ target }) => setKeeping(target.checked)} />
          {text.try.keep}
        </label>
        {photos.length > 0 && (
          <button type="button" onClick={clear}>
            {text.try.clear}
          </button>
        )}
      </div>
      <p className="visually-hidden" role="status">
        {doneCount > 0 && text.try.done(doneCount)}
      </p>
      {photos.map((photo) => (
        <TriedPhotoCard key={photo.id} photo={photo} />
      ))}
      {photos.length === 0 && <StatusPanel />}
    </>
  );
}
