/** Something that is asked about, by a key of its own. */
export interface Asked {
  readonly key: string;
}

/** The questions that are left, the one looked at, and those that are selected. */
export interface QueueState<T extends Asked> {
  readonly questions: readonly T[];
  /** Place of the question looked at; 0 where there is none. */
  readonly at: number;
  readonly selected: ReadonlySet<string>;
  /** Where a range of selected questions starts. */
  readonly anchor: number | undefined;
}

/** Questions, from the first on. */
export function filled<T extends Asked>(questions: readonly T[]): QueueState<T> {
  return { questions, at: 0, selected: new Set(), anchor: undefined };
}

/** Looks at a question so many places on; stays within the list. */
export function moved<T extends Asked>(state: QueueState<T>, step: number): QueueState<T> {
  return lookingAt(state, state.at + step);
}

/** Looks at a question by its place; stays within the list. */
export function lookingAt<T extends Asked>(state: QueueState<T>, place: number): QueueState<T> {
  return { ...state, at: Math.max(0, Math.min(state.questions.length - 1, place)) };
}

/** Selects the question at a place or lets it go; `toAnchor` selects all from where the last was selected. */
export function toggled<T extends Asked>(
  state: QueueState<T>,
  place: number,
  toAnchor: boolean,
): QueueState<T> {
  const question = state.questions[place];
  if (question === undefined) return state;
  const selected = new Set(state.selected);
  if (toAnchor && state.anchor !== undefined) {
    const [first, last] = [Math.min(state.anchor, place), Math.max(state.anchor, place)];
    for (const { key } of state.questions.slice(first, last + 1)) selected.add(key);
  } else if (!selected.delete(question.key)) selected.add(question.key);
  return { ...state, at: place, selected, anchor: place };
}

/** Selects all, or none. */
export function allSelected<T extends Asked>(state: QueueState<T>, isSelected: boolean): QueueState<T> {
  return {
    ...state,
    selected: new Set(isSelected ? state.questions.map(({ key }) => key) : []),
    anchor: undefined,
  };
}

/** The questions an answer is to: those that are selected, else the one looked at. */
export function concerned<T extends Asked>({ questions, selected, at }: QueueState<T>): readonly T[] {
  if (selected.size > 0) return questions.filter(({ key }) => selected.has(key));
  return questions.slice(at, at + 1);
}

/** What is left once questions are answered, with those that are to be asked again at the end. */
export function without<T extends Asked>(
  state: QueueState<T>,
  done: readonly T[],
  again: readonly T[] = [],
): QueueState<T> {
  const keys = new Set(done.map(({ key }) => key));
  const left = state.questions.filter(({ key }) => !keys.has(key));
  const before = state.questions.slice(0, state.at).filter(({ key }) => keys.has(key)).length;
  return lookingAt(filled([...left, ...again]), state.at - before);
}
