import { describe, expect, it } from 'vitest';
import {
  type Answer,
  afterAnswer,
  allSelected,
  concerned,
  filled,
  lookingAt,
  moved,
  type QueueState,
  toggled,
} from '../../../../web/queue/queue-model.ts';

const question = (faceId: string) => ({
  faceId,
  photoId: 'photo',
  candidates: [
    { personId: 'first', name: 'First', score: 0.5 },
    { personId: 'second', name: 'Second', score: 0.4 },
  ],
  nearest: { faceId: 'known', personId: 'first', score: 0.6 },
  probability: 0.7,
  value: 0.3,
});
const queue = filled(['a', 'b', 'c', 'd'].map(question));
const ids = ({ questions }: QueueState): string => questions.map(({ faceId }) => faceId).join('');
const selectedOf = ({ selected }: QueueState): string => [...selected].sort().join('');

describe('the questions of the queue', () => {
  it('stays within the list when moving', () => {
    expect([moved(queue, -1).at, moved(queue, 2).at, moved(queue, 9).at]).toEqual([0, 2, 3]);
  });

  it('answers the question looked at where none is selected', () => {
    const state = lookingAt(queue, 1);
    expect(concerned(state).map(({ faceId }) => faceId)).toEqual(['b']);
    expect(ids(afterAnswer(state, 'yes'))).toBe('acd');
  });

  it('looks at the next question after an answer, and at the last one after the last', () => {
    const atOf = (state: QueueState): string | undefined => state.questions[state.at]?.faceId;
    expect(atOf(afterAnswer(lookingAt(queue, 1), 'yes'))).toBe('c');
    expect(atOf(afterAnswer(lookingAt(queue, 3), 'yes'))).toBe('c');
  });

  it('keeps its place when selected questions before it are answered', () => {
    const state = lookingAt(toggled(toggled(queue, 0, false), 1, false), 2);
    const after = afterAnswer(state, 'unknown');
    expect([ids(after), after.questions[after.at]?.faceId]).toEqual(['cd', 'c']);
    expect(selectedOf(after)).toBe('');
  });

  it('selects a range from where the last was selected, and lets one go', () => {
    const range = toggled(toggled(queue, 3, false), 1, true);
    expect(selectedOf(range)).toBe('bcd');
    expect(selectedOf(toggled(range, 2, false))).toBe('bd');
    expect(selectedOf(allSelected(range, true))).toBe('abcd');
    expect(selectedOf(allSelected(range, false))).toBe('');
  });

  it.each<[Answer, string]>([
    ['yes', 'bcd'],
    ['unknown', 'bcd'],
    ['someone-else', 'bcd'],
    ['unsure', 'bcda'],
    ['not-this-person', 'bcda'],
  ])('leaves the right questions after "%s"', (answer, left) => {
    expect(ids(afterAnswer(queue, answer))).toBe(left);
  });

  it('asks about the next candidate after "not this person", without what was said of the first', () => {
    const again = afterAnswer(queue, 'not-this-person').questions.at(-1);
    expect(again?.candidates.map(({ personId }) => personId)).toEqual(['second']);
    expect(again).not.toHaveProperty('probability');
    expect(again).not.toHaveProperty('nearest');
  });

  it('is empty after the last answer, and moving in it does no harm', () => {
    const empty = afterAnswer(filled([question('a')]), 'yes');
    expect([empty.questions.length, empty.at, moved(empty, 1).at]).toEqual([0, 0, 0]);
  });
});
