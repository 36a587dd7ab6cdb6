import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { fetchUrl } from '../../../../src/adapters/network-store/fetch-url.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/net.onnx`;
}

test('a file is fetched through redirects', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/net.onnx') response.writeHead(302, { location: '/moved' }).end();
    else response.end('abc');
  });
  expect(Buffer.from(await fetchUrl(url, 3)).toString()).toBe('abc');
});

test('a file larger than the card says is cut off, however much the server sends', async () => {
  let sentBytes = 0;
  const url = await serve((_, response) => {
    const chunk = Buffer.alloc(65_536);
    const more = (): void => {
      sentBytes += chunk.length;
      if (!response.destroyed) response.write(chunk, () => setImmediate(more));
    };
    more();
  });
  await expect(fetchUrl(url, 100_000)).rejects.toMatchObject({ code: 'NETWORK_CHECKSUM' });
  expect(sentBytes).toBeLessThan(100_000_000);
});

test('a status other than success is NETWORK_UNREACHABLE and named', async () => {
  const url = await serve((_, response) => response.writeHead(404).end('abc'));
  await expect(fetchUrl(url, 3)).rejects.toMatchObject({
    code: 'NETWORK_UNREACHABLE',
    message: expect.stringContaining('404') as string,
  });
});

test('a connection that breaks half-way is NETWORK_UNREACHABLE', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-length': 10 });
    response.write('abc', () => response.destroy());
  });
  await expect(fetchUrl(url, 10)).rejects.toMatchObject({ code: 'NETWORK_UNREACHABLE' });
});

test('a server that stops sending is NETWORK_UNREACHABLE', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-length': 10 });
    response.write('abc');
  });
  await expect(fetchUrl(url, 10, 50)).rejects.toMatchObject({ code: 'NETWORK_UNREACHABLE' });
});

test('a server that refuses the connection is NETWORK_UNREACHABLE with the reason', async () => {
  await expect(fetchUrl('http://127.0.0.1:1/net.onnx', 10)).rejects.toMatchObject({
    code: 'NETWORK_UNREACHABLE',
    message: expect.not.stringContaining('fetch failed') as string,
  });
});
