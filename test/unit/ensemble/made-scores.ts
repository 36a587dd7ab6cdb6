import type { MemberScores, OutOfFoldScores } from '../../../src/ensemble/member-scores.ts';
import { matrix } from '../../../src/numerics/matrix.ts';
import { seededRandom } from '../../../src/numerics/random.ts';

/** Members of given skill: what a right identity scores above the others, who score within [0, 1). */
export function madeScores(skills: readonly number[], probeCount = 60, identityCount = 8): OutOfFoldScores {
  const random = seededRandom(17);
  const truth = Int32Array.from({ length: probeCount }, (_, p) => (p % 3 === 0 ? -1 : p % identityCount));
  const members = skills.map((skill, k): MemberScores => {
    const values = Float32Array.from({ length: probeCount * identityCount }, (_, i) => {
      const isRight = truth[Math.floor(i / identityCount)] === i % identityCount;
      return random() + (isRight ? skill : 0);
    });
    return { name: `network ${k}`, scores: matrix(values, probeCount, identityCount) };
  });
  return {
    members,
    truth,
    personOf: Int32Array.from(truth, (identity, p) => (identity < 0 ? 1000 + p : identity)),
  };
}
