// Serves the example page to this machine alone: node examples/browser/serve.mjs EXPORT_FOLDER [PORT]
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [exportFolder, port = '8080'] = process.argv.slice(2);
if (exportFolder === undefined) {
  console.error('Say which folder `quen export --onnx` wrote to: node serve.mjs FOLDER [PORT]');
  process.exit(2);
}

const ortFolder = dirname(fileURLToPath(import.meta.resolve('onnxruntime-web')));
const FOLDERS = { export: resolve(exportFolder), ort: ortFolder };
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const path = fileAt(pathname);
  const content = path && (await readFile(path).catch(() => undefined));
  if (content === undefined) return response.writeHead(404).end();
  const type = TYPES[extname(path)] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'x-content-type-options': 'nosniff' }).end(content);
});

server.listen(Number(port), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/`);
});

/** Folders are served file by file: a name with anything but letters, digits, dots and hyphens is not there. */
function fileAt(pathname) {
  const [, folder, name] = /^\/(?:(export|ort)\/)?([\w-][\w.-]*)?$/.exec(pathname) ?? [];
  if (folder !== undefined) return name && join(FOLDERS[folder], name);
  return pathname === '/' || name ? join(import.meta.dirname, name ?? 'index.html') : undefined;
}
