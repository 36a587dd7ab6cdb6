import { useRef } from 'react';

/** A button that lets photos be chosen; dropping is for who has a mouse. */
export function PhotoChooser({
  label,
  onChoose,
}: {
  readonly label: string;
  readonly onChoose: (photos: readonly File[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="main" onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*,.heic,.heif,.avif,.tif,.tiff"
        multiple
        hidden
        aria-label={label}
        onChange={({ target }) => {
          const photos = [...(target.files ?? [])];
          target.value = '';
          if (photos.length > 0) onChoose(photos);
        }}
      />
    </>
  );
}
