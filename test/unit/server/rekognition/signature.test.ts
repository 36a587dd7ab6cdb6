import { describe, expect, test } from 'vitest';
import { isSignedBy, readClaim, type SignatureClaim } from '../../../../src/server/rekognition/signature.ts';

/** The example of AWS's "Signature Version 4 signing process": a request to IAM, and the signature it gives. */
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const NOW = new Date('2015-08-30T12:36:00Z');
const IAM = {
  method: 'GET',
  path: '/',
  query: new URLSearchParams('Action=ListUsers&Version=2010-05-08'),
  headers: new Headers({
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    host: 'iam.amazonaws.com',
    'x-amz-date': '20150830T123600Z',
  }),
  body: new Uint8Array(),
};
const IAM_CLAIM = claimOf(
  'us-east-1/iam',
  'content-type;host;x-amz-date',
  '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
);

/** Cases of AWS's Signature Version 4 test suite, by its names. */
const SUITE_HEADERS = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' };
const SUITE = [
  {
    name: 'get-vanilla',
    method: 'GET',
    signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  },
  {
    name: 'post-vanilla',
    method: 'POST',
    signature: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  },
] as const;

function claimOf(scope: string, signedHeaders: string, signature: string): SignatureClaim {
  const claim = readClaim(
    `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/${scope}/aws4_request, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  );
  if (claim === undefined) throw new Error('The example was not read.');
  return claim;
}

describe("AWS's published examples", () => {
  test('the signature of the request to IAM is found right', () => {
    expect(isSignedBy(SECRET, IAM_CLAIM, IAM, { now: NOW, required: [] })).toBe(true);
  });

  test.each(SUITE)('the signature of $name is found right', ({ method, signature }) => {
    const claim = claimOf('us-east-1/service', 'host;x-amz-date', signature);
    const request = { ...IAM, method, query: new URLSearchParams(), headers: new Headers(SUITE_HEADERS) };
    expect(isSignedBy(SECRET, claim, request, { now: NOW, required: [] })).toBe(true);
  });
});

describe('a signed request', () => {
  const changed = (name: string, value: string): Headers => {
    const headers = new Headers(IAM.headers);
    headers.set(name, value);
    return headers;
  };
  const isGood = (request = IAM, claim = IAM_CLAIM, now = NOW, required: readonly string[] = []) =>
    isSignedBy(SECRET, claim, request, { now, required });

  test.each([
    ['another secret', () => isSignedBy(`${SECRET}x`, IAM_CLAIM, IAM, { now: NOW, required: [] })],
    ['another body', () => isGood({ ...IAM, body: new TextEncoder().encode('{}') })],
    ['another method', () => isGood({ ...IAM, method: 'POST' })],
    ['another query', () => isGood({ ...IAM, query: new URLSearchParams('Action=DeleteUser') })],
    ['a signed header that was changed', () => isGood({ ...IAM, headers: changed('host', 'other.example') })],
    ['another region', () => isGood(IAM, { ...IAM_CLAIM, region: 'eu-west-1' })],
    [
      'a signature off by one digit',
      () => isGood(IAM, { ...IAM_CLAIM, signature: `${IAM_CLAIM.signature.slice(0, -1)}8` }),
    ],
    ['a day that is not the time of day', () => isGood(IAM, { ...IAM_CLAIM, day: '20150831' })],
    [
      'a body said to be unsigned',
      () => isGood({ ...IAM, headers: changed('x-amz-content-sha256', 'UNSIGNED-PAYLOAD') }),
    ],
    ['a header that had to be signed and was not', () => isGood(IAM, IAM_CLAIM, NOW, ['x-amz-target'])],
    ['no time', () => isGood({ ...IAM, headers: changed('x-amz-date', '') })],
  ])('is refused for %s', (_what, ask) => {
    expect(ask()).toBe(false);
  });

  test('is good for 15 minutes either way, and a second later no more', () => {
    const at = (seconds: number) => isGood(IAM, IAM_CLAIM, new Date(NOW.getTime() + 1000 * seconds));
    expect([900, 901, -900, -901].map(at)).toEqual([true, false, true, false]);
  });
});

test('a header of another kind or shape is no claim', () => {
  for (const header of [undefined, '', 'Bearer quen_x', 'AWS4-HMAC-SHA256 Credential=a/b'])
    expect(readClaim(header)).toBeUndefined();
});
