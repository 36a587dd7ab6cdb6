import { type KeyboardEvent, useCallback, useEffect, useId, useState } from 'react';
import { answered } from '../api/api.ts';
import type { Person, Who } from '../api/types.ts';
import { useCollection } from '../app/open-collection.tsx';
import { useSession } from '../app/session.tsx';
import { FacePicture } from '../pictures/face-picture.tsx';
import { useWording } from '../text/text.tsx';

const PROPOSED = 6;
const TYPING_MS = 150;

/** Somebody who was picked, with the name to tell. */
export type Picked = { readonly who: Who; readonly name: string };

type Option = { readonly key: string; readonly person?: Person; readonly picked: Picked };

/** Nothing is picked by Enter before something was typed or an arrow was pressed. */
const NOBODY = -1;

/** Type a name; pick somebody known, or make somebody new. */
export function PersonPicker({
  onPick,
  mayMake = true,
  without,
}: {
  readonly onPick: (picked: Picked) => void;
  readonly mayMake?: boolean;
  /** Somebody who is not proposed. */
  readonly without?: string;
}) {
  const { text } = useWording();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(NOBODY);
  const found = useProposals(typed.trim());
  const options = optionsOf(typed.trim(), found, { mayMake, ...(without !== undefined && { without }) });
  const type = (next: string): void => {
    setTyped(next);
    setActive(next.trim() === '' ? NOBODY : 0);
  };
  const pick = (option: Option | undefined): void => {
    if (option === undefined) return;
    type('');
    onPick(option.picked);
  };
  return (
    <div className="picker">
      <input
        type="text"
        role="combobox"
        autoComplete="off"
        aria-label={text.picker.label}
        aria-autocomplete="list"
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={options[active] && `${id}-${active}`}
        placeholder={text.picker.placeholder}
        maxLength={200}
        value={typed}
        onChange={({ target }) => type(target.value)}
        onKeyDown={(event) => {
          const place = placeAfter(event, active, options.length);
          if (place !== undefined) setActive(place);
          else if (event.key === 'Enter') pick(options[active]);
          else return;
          event.preventDefault();
        }}
      />
      <Options {...{ id, options, active, pick }} />
    </div>
  );
}

/** The place that an arrow leads to. */
function placeAfter({ key }: KeyboardEvent, active: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === 'ArrowDown') return (active + 1) % count;
  return key === 'ArrowUp' ? (Math.max(active, 0) - 1 + count) % count : undefined;
}

function Options({
  id,
  options,
  active,
  pick,
}: {
  readonly id: string;
  readonly options: readonly Option[];
  readonly active: number;
  readonly pick: (option: Option) => void;
}) {
  const { text } = useWording();
  return (
    <div
      className="options"
      role="listbox"
      id={`${id}-list`}
      aria-label={text.picker.options(options.length)}
    >
      {options.map((option, place) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys, as a combobox does
        <div
          key={option.key}
          id={`${id}-${place}`}
          role="option"
          tabIndex={-1}
          aria-selected={place === active}
          className="option"
          onClick={() => pick(option)}
        >
          {option.person ? (
            <FacePicture faceId={option.person.coverFaceId} label="" isRound />
          ) : (
            <span className="plus" aria-hidden="true">
              +
            </span>
          )}
          <span>{option.person ? option.person.name : text.picker.make(option.picked.name)}</span>
        </div>
      ))}
    </div>
  );
}

function optionsOf(
  typed: string,
  found: readonly Person[],
  { mayMake, without }: { readonly mayMake: boolean; readonly without?: string },
): Option[] {
  const known = found
    // What is typed now counts, though the answer may be to what was typed before.
    .filter(({ id, name }) => id !== without && name.toLowerCase().includes(typed.toLowerCase()))
    .map(
      (person): Option => ({
        key: person.id,
        person,
        picked: { who: { personId: person.id }, name: person.name },
      }),
    );
  const made: Option[] =
    mayMake && typed !== '' ? [{ key: 'new', picked: { who: { name: typed }, name: typed } }] : [];
  return [...known, ...made];
}

/** People whose names hold what was typed; asked for when the typing rests. */
function useProposals(typed: string): readonly Person[] {
  const { api } = useSession();
  const { id } = useCollection();
  const [found, setFound] = useState<readonly Person[]>([]);
  const load = useCallback(
    async (search: string) => {
      const query = { limit: PROPOSED, ...(search !== '' && { search }) };
      return await answered(
        api.get('/v1/collections/{collectionId}/people', { params: { path: { collectionId: id }, query } }),
      );
    },
    [api, id],
  );
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      load(typed).then(
        ({ items }) => isCurrent && setFound(items),
        () => isCurrent && setFound([]),
      );
    }, TYPING_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [typed, load]);
  return found;
}
