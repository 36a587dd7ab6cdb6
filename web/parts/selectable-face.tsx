import { FacePicture } from '../pictures/face-picture.tsx';

/** A face that can be selected. */
export function SelectableFace({
  faceId,
  label,
  isSelected,
  onToggle,
}: {
  readonly faceId: string;
  readonly label: string;
  readonly isSelected: boolean;
  readonly onToggle: () => void;
}) {
  return (
    <button
      type="button"
      className="selectable"
      aria-pressed={isSelected}
      aria-label={label}
      onClick={onToggle}
    >
      <FacePicture faceId={faceId} label="" />
    </button>
  );
}
