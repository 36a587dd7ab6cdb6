import type { Question } from '../api/types.ts';

/** Answers to a question, and their keys. */
export type Answer = 'yes' | 'not-this-person' | 'unknown' | 'someone-else' | 'unsure';

/** The questions that are left, the one looked at, and those that are selected. */
export interface QueueState {
  readonly questions: readonly Question[];
  /** Place of the question looked at; 0 where there is none. */
  readonly at: number;
  readonly selected: ReadonlySet<string>;
  /** Where a range of selected questions starts. */
  readonly anchor: number | undefined;
}

/** No questions. */
export const EMPTY_QUEUE: QueueState = { questions: [], at: 0, selected: new Set(), anchor: undefined };

/** New questions, from the first on. */
export function filled(questions: readonly Question[]): QueueState {
  return { ...EMPTY_QUEUE, questions };
}

/** Looks at a question so many places on; stays within the list. */
export function moved(state: QueueState, step: number): QueueState {
  return lookingAt(state, state.at + step);
}

/** Looks at a question by its place; stays within the list. */
export function lookingAt(state: QueueState, place: number): QueueState {
  return { ...state, at: Math.max(0, Math.min(state.questions.length - 1, place)) };
}

/** Selects the question at a place or lets it go; `toAnchor` selects all from where the last was selected. */
export function toggled(state: QueueState, place: number, toAnchor: boolean): QueueState {
  const question = state.questions[place];
  if (question === undefined) return state;
  const selected = new Set(state.selected);
  if (toAnchor && state.anchor !== undefined) {
    const [first, last] = [Math.min(state.anchor, place), Math.max(state.anchor, place)];
    for (const { faceId } of state.questions.slice(first, last + 1)) selected.add(faceId);
  } else if (!selected.delete(question.faceId)) selected.add(question.faceId);
  return { ...state, at: place, selected, anchor: place };
}

/** Selects all, or none. */
export function allSelected(state: QueueState, isSelected: boolean): QueueState {
  return {
    ...state,
    selected: new Set(isSelected ? state.questions.map(({ faceId }) => faceId) : []),
    anchor: undefined,
  };
}

/** The questions an answer is to: those that are selected, else the one looked at. */
export function concerned({ questions, selected, at }: QueueState): readonly Question[] {
  if (selected.size > 0) return questions.filter(({ faceId }) => selected.has(faceId));
  return questions.slice(at, at + 1);
}

/**
 * What is left once questions are answered. "Not sure" puts them at the end; so does "not this person", with the next candidate in the
 * place of the refused one.
 */
export function afterAnswer(state: QueueState, answer: Answer): QueueState {
  const done = new Set(concerned(state).map(({ faceId }) => faceId));
  const left = state.questions.filter(({ faceId }) => !done.has(faceId));
  const again = concerned(state).flatMap((question) => {
    if (answer === 'unsure') return [question];
    return answer === 'not-this-person' ? [withoutFirst(question)] : [];
  });
  const before = state.questions.slice(0, state.at).filter(({ faceId }) => done.has(faceId)).length;
  const questions = [...left, ...again];
  return lookingAt({ ...EMPTY_QUEUE, questions }, state.at - before);
}

function withoutFirst({ probability: _probability, nearest: _nearest, ...question }: Question): Question {
  return { ...question, candidates: question.candidates.slice(1) };
}
