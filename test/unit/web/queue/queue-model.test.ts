import { describe, expect, it } from 'vitest';
import {
  allSelected,
  concerned,
  filled,
  lookingAt,
  moved,
  type QueueState,
  toggled,
  without,
} from '../../../../web/queue/queue-model.ts';

interface Named {
  readonly key: string;
}
type State = QueueState<Named>;

const queue: State = filled(['a', 'b', 'c', 'd'].map((key) => ({ key })));
const keys = ({ questions }: State): string => questions.map(({ key }) => key).join('');
const keyAt = ({ questions, at }: State): string | undefined => questions[at]?.key;
const selectedOf = ({ selected }: State): string => [...selected].sort().join('');
const answered = (state: State): State => without(state, concerned(state));

describe('the questions of the queue', () => {
  it('stays within the list when moving', () => {
    expect([moved(queue, -1).at, moved(queue, 2).at, moved(queue, 9).at]).toEqual([0, 2, 3]);
  });

  it('answers the question looked at where none is selected', () => {
    const state = lookingAt(queue, 1);
    expect(concerned(state)).toEqual([{ key: 'b' }]);
    expect(keys(answered(state))).toBe('acd');
  });

  it('looks at the next question after an answer, and at the last one after the last', () => {
    expect(keyAt(answered(lookingAt(queue, 1)))).toBe('c');
    expect(keyAt(answered(lookingAt(queue, 3)))).toBe('c');
  });

  it('keeps its place when selected questions before it are answered', () => {
    const state = lookingAt(toggled(toggled(queue, 0, false), 1, false), 2);
    const after = answered(state);
    expect([keys(after), keyAt(after), selectedOf(after)]).toEqual(['cd', 'c', '']);
  });

  it('selects a range from where the last was selected, and lets one go', () => {
    const range = toggled(toggled(queue, 3, false), 1, true);
    expect(selectedOf(range)).toBe('bcd');
    expect(selectedOf(toggled(range, 2, false))).toBe('bd');
    expect(selectedOf(allSelected(range, true))).toBe('abcd');
    expect(selectedOf(allSelected(range, false))).toBe('');
  });

  it('asks again at the end what is left open', () => {
    expect(keys(without(queue, concerned(queue), concerned(queue)))).toBe('bcda');
  });

  it('is empty after the last answer, and moving in it does no harm', () => {
    const empty = answered(filled([{ key: 'a' }]));
    expect([empty.questions.length, empty.at, moved(empty, 1).at]).toEqual([0, 0, 0]);
  });
});
