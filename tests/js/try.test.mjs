/** What the console of an API sends and shows, without a page: addresses, headers, bodies, commands, answers. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const FOLDER = new URL('../../themes/default/js/', import.meta.url);
const { encode, inPath, inQuery, valueOf } = await import(new URL('parameters.js', FOLDER));
const { isKept, parametersOf, requestOf, serverOf } = await import(new URL('request.js', FOLDER));
const { MOST, pretty, read, reason, shown, sizeOf, textOf } = await import(new URL('answer.js', FOLDER));

const LIST = ['blue', 'black'];
const FIELDS = [['R', '100'], ['G', '200']];

/** The table of style values of the specification: style, explode, empty, text, list, object. */
const IN_PATH = [
  ['matrix', false, ';color', ';color=blue', ';color=blue,black', ';color=R,100,G,200'],
  ['matrix', true, ';color', ';color=blue', ';color=blue;color=black', ';R=100;G=200'],
  ['label', false, '.', '.blue', '.blue,black', '.R,100,G,200'],
  ['label', true, '.', '.blue', '.blue.black', '.R=100.G=200'],
  ['simple', false, '', 'blue', 'blue,black', 'R,100,G,200'],
  ['simple', true, '', 'blue', 'blue,black', 'R=100,G=200'],
];
const IN_QUERY = [
  ['form', false, 'color=', 'color=blue', 'color=blue,black', 'color=R,100,G,200'],
  ['form', true, 'color=', 'color=blue', 'color=blue&color=black', 'R=100&G=200'],
  ['spaceDelimited', false, 'color=', 'color=blue', 'color=blue%20black', 'color=R%20100%20G%20200'],
  ['pipeDelimited', false, 'color=', 'color=blue', 'color=blue%7Cblack', 'color=R%7C100%7CG%7C200'],
  ['tabDelimited', false, 'color=', 'color=blue', 'color=blue%09black', 'color=R%09100%09G%09200'],
  ['deepObject', true, 'color=', 'color=blue', 'color=blue&color=black', 'color%5BR%5D=100&color%5BG%5D=200'],
];

test('values are written in every style of the specification', () => {
  const values = ['', 'blue', LIST, FIELDS];
  for (const [style, explode, ...wanted] of IN_PATH) {
    const parameter = { name: 'color', in: 'path', style, explode };
    assert.deepEqual(values.map((value) => inPath(parameter, value)), wanted, `${style} ${explode}`);
  }
  for (const [style, explode, ...wanted] of IN_QUERY) {
    const parameter = { name: 'color', in: 'query', style, explode };
    assert.deepEqual(values.map((value) => inQuery(parameter, value).join('&')), wanted, `${style} ${explode}`);
  }
  assert.equal(inPath({ name: 'id' }, LIST), 'blue,black', 'simple unless said');
  assert.deepEqual(inQuery({ name: 'id' }, LIST), ['id=blue', 'id=black'], 'form, each by itself, unless said');
  assert.deepEqual(inQuery({ name: 'id', style: 'pipeDelimited' }, LIST), ['id=blue%7Cblack']);
});

test('only unreserved characters stay', () => {
  assert.equal(encode("aZ09-._~ /?#[]@!$&'()*+,;=%ö\ud800\0"), "aZ09-._~%20%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%25%C3%B6%EF%BF%BD%00");
  assert.deepEqual(inQuery({ name: 'a&b=', reserved: true }, "/x:y?z@(1)*#&+=%20 %"), ["a%26b%3D=/x:y?z@(1)*%23%26%2B%3D%20%20%25"]);
});

test('what is typed is read for its type', () => {
  const of = (type, typed) => valueOf({ name: 'x', type }, typed);
  assert.equal(of('', ' '), undefined);
  assert.equal(of('', ' a '), ' a ');
  assert.equal(of('number', '1e3'), '1e3');
  assert.deepEqual(of('array', 'a\n b \n\nc,d'), ['a', 'b', 'c,d']);
  assert.deepEqual(of('array', '["a", 1, {"b": 2}]'), ['a', '1', '{"b":2}']);
  assert.deepEqual(of('object', '{"R": 100, "on": true, "in": {"x": 1}, "__proto__": "p"}'), [['R', '100'], ['on', 'true'], ['in', '{"x":1}'], ['__proto__', 'p']]);
  assert.throws(() => of('object', '[1]'), /x is not a JSON object/);
  assert.throws(() => valueOf({ name: 'x', json: true }, '{'), /x is not valid JSON/);
});

const ORIGIN = 'https://api.example.com';

/** A request for `call`, of what is typed by name. */
function made(call, typed = {}, more = {}) {
  const given = {
    server: `${ORIGIN}/v1/`,
    origins: [ORIGIN],
    typed: ({ name }) => typed[name] ?? '',
    proofs: [],
    text: '',
    field: ({ name }) => typed[name],
    ...more,
  };
  return requestOf({ title: '', verb: 'GET', path: '/', ...call }, given);
}

test('a request has everything in its place', () => {
  const parameters = [
    { name: 'id', in: 'path', required: true },
    { name: 'tags', in: 'query', type: 'array' },
    { name: 'X-Trace', in: 'header' },
    { name: 'left out', in: 'query' },
  ];
  const call = { verb: 'PUT', path: '/pets/{id}:feed', parameters, accept: 'application/json', bodies: [{ type: 'application/json' }] };
  const typed = { id: 'a/b', tags: 'x y\nz', 'X-Trace': 'ä 1' };
  const { method, url, headers, body, problems, notes } = made(call, typed, { body: call.bodies[0], text: '{"a": 1}' });
  assert.deepEqual([method, url, body, problems, notes], ['PUT', `${ORIGIN}/v1/pets/a%2Fb:feed?tags=x%20y&tags=z`, '{"a": 1}', [], []]);
  assert.deepEqual(headers.map(({ name, value }) => [name, value]), [['Accept', 'application/json'], ['X-Trace', 'ä 1'], ['Content-Type', 'application/json']]);
});

test('what is missing or cannot be sent is told', () => {
  const problems = (...given) => made(...given).problems;
  assert.deepEqual(problems({ path: '/a/{id}' }), ['id is missing'], 'whether declared or not');
  assert.deepEqual(parametersOf({ path: '/{a}/{b}/{a}', parameters: [{ name: 'b', in: 'path' }] }).map(({ name }) => name), ['a', 'b']);
  const json = { name: 'q', in: 'query', required: true, json: true };
  assert.deepEqual(problems({ parameters: [json] }, { q: '{' }), ['q is not valid JSON']);
  assert.deepEqual(problems({ verb: 'POST', needs_body: true, bodies: [] }, {}, { body: { type: 'text/plain' } }), ['the body is missing']);
  assert.deepEqual(problems({ verb: 'TRACE' }), ['a browser does not send TRACE']);
  assert.deepEqual(problems({ parameters: [{ name: 'X-A', in: 'header' }] }, { 'X-A': 'a\r\nX-B: 1' }), ['X-A holds characters that no header can hold']);
  assert.deepEqual(problems({ parameters: [{ name: 'X A', in: 'header' }] }, { 'X A': '1' }), ['X A cannot be the name of a header']);
});

test('no request leaves the servers of the description', () => {
  for (const [path, server] of [
    ['//evil.example.com/x', ORIGIN],
    ['@evil.example.com/x', ORIGIN],
    ['.evil.example.com', ORIGIN],
    ['\\\\evil.example.com', ORIGIN],
    ['/x', 'https://evil.example.com'],
    ['/x', 'http://api.example.com'],
    ['/x', `${ORIGIN}@evil.example.com`],
    ['/x', `${ORIGIN}:8443`],
    ['/x', 'javascript:alert(1)//'],
    ['/x', 'data:text/html,x'],
    ['/x', 'not an address'],
  ]) {
    const { url, problems } = made({ path }, {}, { server });
    const isSafe = problems.length > 0 || new URL(url).origin === ORIGIN;
    assert.ok(isSafe, `${server} ${path} leads to ${url}`);
    if (server !== ORIGIN) assert.notEqual(problems.length, 0, server);
  }
  for (const id of ['..', '.', '../../admin', '%2e%2e', '?x=1', '#x', 'a b']) {
    const { url, problems } = made({ path: '/a/{id}/b' }, { id });
    const { pathname, search, hash } = new URL(url || ORIGIN);
    const isWhole = /^\/v1\/a\/[^/]+\/b$/.test(pathname) && !search && !hash;
    assert.ok(problems.length > 0 || isWhole, `${id} makes ${url}`);
  }
  assert.equal(made({ path: '/x' }, {}, { server: `${ORIGIN}/v1?key=1#frag` }).url, `${ORIGIN}/v1/x?key=1`);
  assert.equal(made({ path: 'x?type=a', parameters: [{ name: 'b', in: 'query' }] }, { b: '1' }).url, `${ORIGIN}/v1/x?type=a&b=1`);
});

test('variables of servers are filled in as they are', () => {
  const server = { url: 'https://{region}.example.com/{base}', variables: [{ name: 'region', value: 'eu' }, { name: 'base', value: 'v1' }] };
  assert.equal(serverOf(server, ({ name, value }) => (name === 'base' ? '$&$1' : value)), 'https://eu.example.com/$&$1');
});

test('secrets are sent and never shown', () => {
  const proofs = [
    { proof: { scheme: 'a', way: 'basic', about: '' }, user: 'jörg', secret: 'pä:ss' },
    { proof: { scheme: 'b', way: 'header', name: 'X-Key', about: '' }, user: '', secret: 'hidden1' },
    { proof: { scheme: 'c', way: 'query', name: 'api key', about: '' }, user: '', secret: 'hidden 2' },
    { proof: { scheme: 'd', way: 'none', about: 'a certificate' }, user: '', secret: '' },
  ];
  const { url, headers, curl, notes } = made({ path: '/x' }, {}, { proofs });
  assert.equal(url, `${ORIGIN}/v1/x?api%20key=hidden%202`);
  const basic = headers.find(({ name }) => name === 'Authorization').value;
  assert.equal(Buffer.from(basic.replace('Basic ', ''), 'base64').toString(), 'jörg:pä:ss');
  assert.equal(headers.find(({ name }) => name === 'X-Key').value, 'hidden1');
  assert.doesNotMatch(curl, /hidden|pä/);
  assert.equal(notes.length, 1);
  const bearer = (secret) => made({}, {}, { proofs: [{ proof: { scheme: 't', way: 'bearer', name: 'Bearer', about: '' }, user: '', secret }] });
  assert.equal(bearer('abc').headers[0].value, 'Bearer abc');
  assert.deepEqual(bearer('').headers, [], 'nothing is sent for nothing');
  assert.deepEqual(bearer('a\nb').problems, ['Authorization holds characters that no header can hold']);
});

test('what browsers keep to themselves stands in the command only', () => {
  const parameters = [{ name: 'session', in: 'cookie' }, { name: 'Host', in: 'header', required: true }, { name: 'Sec-X', in: 'header' }];
  assert.ok(parameters.every(isKept) && !isKept({ name: 'X-Host', in: 'header' }) && !isKept({ name: 'host', in: 'query' }));
  const { headers, notes, problems, curl } = made({ parameters }, { session: '1', 'Sec-X': '2' });
  assert.deepEqual([headers, problems], [[], []]);
  assert.match(notes.join(' '), /Sec-X and Cookie/);
  assert.match(curl, /-H 'Sec-X: 2' \\\n {2}-H 'Cookie: session=1'/);
});

test('forms are sent as their media type has it', () => {
  const fields = [{ name: 'note' }, { name: 'tags', type: 'array' }, { name: 'photo', type: 'file' }, { name: 'empty' }];
  const photo = new File(['x'], "it's.png");
  const typed = { note: 'a&b', tags: 'x\ny', empty: '' };
  const url = made({ verb: 'POST' }, typed, { body: { type: 'application/x-www-form-urlencoded', fields: fields.slice(0, 2) } });
  assert.equal(url.body, 'note=a%26b&tags=x&tags=y');
  assert.equal(url.headers[0].value, 'application/x-www-form-urlencoded');
  const { body, headers, curl } = made({ verb: 'POST' }, { ...typed, photo }, { body: { type: 'multipart/form-data', fields } });
  assert.deepEqual([...body].map(([name, value]) => [name, value.name ?? value]), [['note', 'a&b'], ['tags', 'x'], ['tags', 'y'], ['photo', "it's.png"]]);
  assert.deepEqual(headers, [], 'the browser draws the boundary');
  assert.match(curl, /-F 'photo=@it'\\''s\.png'/);
  const missing = made({ verb: 'POST' }, {}, { body: { type: 'multipart/form-data', fields: [{ name: 'photo', type: 'file', required: true }] } });
  assert.deepEqual(missing.problems, ['photo is missing']);
});

test('a body that browsers do not send stands in the command', () => {
  const { body, notes, curl } = made({}, {}, { body: { type: 'application/json' }, text: '{' });
  assert.equal(body, undefined);
  assert.equal(notes.length, 2, `it is no JSON either: ${notes}`);
  assert.match(curl, /-X GET .* \\\n.*--data-raw '\{'$/s);
});

test('a shell reads the command as it was meant', () => {
  const hostile = "'; touch /tmp/x; echo '$(id)`id`\\\"!*\u202e\u0007\n{a,b}[1-9]";
  const parameters = [{ name: 'q', in: 'query' }, { name: 'c', in: 'cookie' }];
  const call = { verb: 'POST', path: "/it's/$(id)", parameters };
  const { curl } = made(call, { q: hostile, c: hostile }, { body: { type: "text/x'; id" }, text: hostile });
  const words = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${curl}`]).toString().split('\0');
  const clean = hostile.replace(/[\u202e\u0007]/g, '');
  assert.deepEqual(words.slice(0, 3), ['-X', 'POST', '--globoff']);
  assert.equal(new URL(words[3]).searchParams.get('q'), hostile);
  assert.equal(words.at(words.indexOf('--data-raw') + 1), clean);
  assert.equal(words.length, 11, words.join(' | '));
});

test('JSON is laid out and keeps every digit', () => {
  const text = '{"big":12345678901234567890,"f":1.0e5,"s":"a\\"{,}: b","e":{},"l":[],"n":[1,[2,{"x":null}]],"x":1,"x":2}';
  const made = pretty(text);
  assert.equal(made.replace(/\n */g, '').replaceAll('": ', '":'), text);
  assert.match(made, /^\{\n {2}"big": 12345678901234567890,\n {2}"f": 1\.0e5,\n {2}"s": "a\\"\{,\}: b",\n {2}"e": \{\},\n {2}"l": \[\],\n {2}"n": \[\n {4}1,/);
  assert.equal(pretty(' "a" '), '"a"');
  assert.equal(pretty('<b>no</b>'), '<b>no</b>');
  const deep = '['.repeat(5000) + ']'.repeat(5000);
  assert.ok(pretty(deep).length < 1_000_000, 'depth does not multiply');
  const long = JSON.stringify('\\"x'.repeat(200_000));
  assert.equal(pretty(long), long);
});

test('bodies are text, or said to be none', () => {
  const bytes = (text) => new TextEncoder().encode(text);
  assert.deepEqual(shown(bytes('<script>1</script>'), 'text/html', false), { text: '<script>1</script>', note: '' });
  assert.equal(textOf(new Uint8Array([0xe4]), 'text/plain; charset=iso-8859-1', false), 'ä');
  assert.equal(textOf(new Uint8Array([0xe4]), 'text/plain', false), undefined);
  assert.equal(textOf(bytes('x'), 'text/plain; charset=nonsense', false), undefined);
  assert.match(shown(new Uint8Array([137, 80, 0]), 'image/png', false).note, /binary \(image\/png\)/);
  assert.equal(textOf(bytes('<svg/>'), 'image/svg+xml', false), '<svg/>');
  assert.match(shown(bytes(''), 'text/plain', false).note, /empty/);
  const long = shown(bytes('x'.repeat(400_000)), 'text/plain', false);
  assert.ok(long.text.length < 310_000 && /beginning/.test(long.note));
  const cut = shown(bytes('ää').subarray(0, 3), 'text/plain', true);
  assert.equal(cut.text, 'ä', 'half a character at the cut is no reason');
  assert.deepEqual([1, 999, 1000, 2_340_000].map(sizeOf), ['1 byte', '999 bytes', '1.0 KB', '2.3 MB']);
});

test('an endless answer is read to a limit', async () => {
  let pulled = 0;
  const body = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array((pulled += 1, 1 << 20))) });
  const { bytes, isCut } = await read(new Response(body));
  assert.ok(isCut && bytes.length > MOST && bytes.length <= MOST + (1 << 20));
  assert.ok(pulled < 10);
  assert.deepEqual(await read(new Response(null)), { bytes: new Uint8Array(0), isCut: false });
});

test('a failure is told in words', () => {
  const here = { origin: 'https://portal.example.com', protocol: 'https:' };
  const online = { isBlocked: false, isOnline: true };
  assert.match(reason('https://api.example.com/x', here, online), /CORS.*Access-Control-Allow-Origin: https:\/\/portal\.example\.com/);
  assert.match(reason('http://api.example.com/x', here, online), /mixed content/);
  assert.match(reason('http://localhost:8080/x', here, online), /CORS/);
  assert.match(reason('https://api.example.com/x', here, { ...online, isOnline: false }), /offline/);
  assert.match(reason('https://api.example.com/x', here, { ...online, isBlocked: true }), /leads elsewhere/);
});

test('the console loads less than 12,500 bytes', (t) => {
  const names = ['try.js', 'ask.js', 'fields.js', 'exchange.js', 'answer.js', 'request.js', 'parameters.js', 'element.js'];
  const code = (name) => readFileSync(new URL(name, FOLDER), 'utf8').split('\n').map((line) => line.trim());
  // As the program writes scripts: without comments and indentation.
  const isCode = (line) => line !== '' && !/^(\/\/|\/\*|\* |\*\/)/.test(line);
  const size = names.reduce((sum, name) => sum + gzipSync(code(name).filter(isCode).join('\n')).length, 0);
  t.diagnostic(`${size} bytes compressed`);
  assert.ok(size < 12_500, `${size} bytes`);
});
