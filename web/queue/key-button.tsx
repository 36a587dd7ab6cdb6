/** A button with the key that does the same. */
export function KeyButton({
  letter,
  label,
  isMain = false,
  isOff = false,
  onClick,
}: {
  readonly letter: string;
  readonly label: string;
  readonly isMain?: boolean;
  readonly isOff?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      className={isMain ? 'main' : ''}
      disabled={isOff}
      aria-keyshortcuts={letter}
      onClick={onClick}
    >
      {label}
      <span className="kbd" aria-hidden="true">
        {letter}
      </span>
    </button>
  );
}
