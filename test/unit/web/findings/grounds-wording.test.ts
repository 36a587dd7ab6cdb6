import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../web/api/types.ts';
import { reasonOf } from '../../../../web/findings/grounds-wording.ts';
import { ENGLISH } from '../../../../web/text/english.ts';
import { VIETNAMESE } from '../../../../web/text/vietnamese.ts';

type Grounds = Finding['grounds'];

const [ann, bob] = ['Ann', 'Bob'].map((name) => ({ personId: `per_${name}`, name })) as [Person, Person];
type Person = Finding['people'][number];
const english = { text: ENGLISH, score: (value: number) => value.toFixed(2) };
const vietnamese = { text: VIETNAMESE, score: (value: number) => value.toFixed(2).replace('.', ',') };

const finding = (grounds: Grounds): Finding => ({
  id: 'f1',
  kind: 'wrong-person',
  confidence: 0.9,
  people: [ann, bob],
  faceIds: [],
  evidence: [],
  proposal: { kind: 'none' },
  reason: 'Because.',
  grounds,
});
const unlike = { kind: 'unlike-own', person: ann, score: 0.05 } as const;
const other = { person: bob, score: 0.61, isOutside: false };

/** Grounds of every shape, and how a page says them. */
const CASES: readonly (readonly [Grounds, string, string])[] = [
  [
    { ...unlike, other, isNobodys: false, agreeing: ['confident-learning', 'nearest-photos'] },
    'Its mean score with the other photos of Ann is 0.05; with those of Bob it is 0.61. Confident learning and the distance of the nearest photos say so too.',
    'Điểm trung bình với các ảnh khác của Ann là 0,05; với ảnh của Bob là 0,61. Cách học theo độ tin cậy và khoảng cách đến các ảnh gần nhất cũng cho thấy như vậy.',
  ],
  [
    { ...unlike, other: { ...other, score: 0.1 }, isNobodys: true, agreeing: ['nearest-photos'] },
    'Its mean score with the other photos of Ann is 0.05, and with Bob, whom it is most like, 0.10: neither is enough for one person, so this is somebody who is not enrolled, or not a face. The distance of the nearest photos says so too.',
    'Điểm trung bình với các ảnh khác của Ann là 0,05, và với Bob, người giống nhất, là 0,10: cả hai đều không đủ để là một người, nên đây là ai đó chưa ghi danh, hoặc không phải khuôn mặt. Khoảng cách đến các ảnh gần nhất cũng cho thấy như vậy.',
  ],
  [
    { ...unlike, isNobodys: true, agreeing: [] },
    'Its mean score with the other photos of Ann is 0.05, too low for one person. No other rule says so.',
    'Điểm trung bình với các ảnh khác của Ann là 0,05, quá thấp để là một người. Không quy tắc nào khác cho thấy như vậy.',
  ],
  [
    { kind: 'unlike-each-other', person: ann, score: 0.04 },
    "The two photos of Ann are not like each other (score 0.04) and not like anybody else's. They tell no more: look which of them is Ann.",
    'Hai ảnh của Ann không giống nhau (điểm 0,04) và cũng không giống ai khác. Chúng không cho biết gì hơn: hãy xem ảnh nào là Ann.',
  ],
  [
    { kind: 'alike', people: [ann, bob], score: 0.58, isOutside: false },
    'The photos of Ann and of Bob have a mean score of 0.58 with each other, as photos of one person have. It may be one person under two names, or a wrong photo that is all one of them has.',
    'Ảnh của Ann và của Bob có điểm trung bình 0,58 với nhau, như ảnh của một người. Có thể là một người dưới hai tên, hoặc một trong hai chỉ có một ảnh sai.',
  ],
  [
    { kind: 'falls-apart', person: ann, larger: 5, smaller: 3, score: 0.02 },
    'The photos of Ann fall into 5 and 3 that have a mean score of 0.02 with each other, as photos of two people have.',
    'Ảnh của Ann chia thành hai phần, 5 và 3 ảnh, có điểm trung bình 0,02 với nhau, như ảnh của hai người.',
  ],
  [
    {
      kind: 'falls-apart',
      person: ann,
      larger: 5,
      smaller: 3,
      score: 0.02,
      like: { person: bob, score: 0.6, count: 4 },
    },
    'The photos of Ann fall into 5 and 3 that have a mean score of 0.02 with each other, as photos of two people have. The 4 are like Bob (0.60).',
    'Ảnh của Ann chia thành hai phần, 5 và 3 ảnh, có điểm trung bình 0,02 với nhau, như ảnh của hai người. Phần 4 ảnh giống Bob (0,60).',
  ],
  [
    { kind: 'repeated', isSameFile: false, count: 2 },
    'What looks like the same picture stands 2 times under Ann. One is enough: the largest stays.',
    'Có vẻ cùng một ảnh xuất hiện 2 lần dưới tên Ann. Một ảnh là đủ: ảnh lớn nhất được giữ lại.',
  ],
  [
    { kind: 'shared', isSameFile: false, people: [ann, bob], owner: { person: bob, score: 0.6 } },
    'What looks like the same picture stands under Ann and Bob. It fits the other photos of Bob best (mean score 0.60).',
    'Có vẻ cùng một ảnh xuất hiện dưới tên Ann và Bob. Ảnh hợp nhất với các ảnh khác của Bob (điểm trung bình 0,60).',
  ],
  [
    { kind: 'shared', isSameFile: false, people: [ann, { ...bob, name: '' }] },
    'What looks like the same picture stands under Ann and Somebody. Which of them it shows cannot be told from their other photos.',
    'Có vẻ cùng một ảnh xuất hiện dưới tên Ann và Ai đó. Các ảnh khác của họ không cho biết ảnh này là của ai.',
  ],
];

describe('the reason of a finding', () => {
  it.each(CASES)('of %j is told in the language of the page', (grounds, inEnglish, inVietnamese) => {
    expect(reasonOf(finding(grounds), english)).toBe(inEnglish);
    expect(reasonOf(finding(grounds), vietnamese)).toBe(inVietnamese);
  });
});
