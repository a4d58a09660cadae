// Calls the probe service with @grpc/grpc-js and prints "ok <case>" for every case that holds.
'use strict';
const assert = require('node:assert');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const bytes = Buffer.from([0, 1, 2, 250, 255]);
const fiveMegabytes = Buffer.alloc(5 * 1024 * 1024, 'credit');
const definition = loader.loadSync(path.join(__dirname, '..', 'Protos', 'probe.proto'), { keepCase: true });
const { ProbeService } = grpc.loadPackageDefinition(definition).risk.probe.v1;
const client = new ProbeService(process.argv[2], grpc.credentials.createInsecure(), {
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
});
const soon = (milliseconds) => ({ deadline: Date.now() + milliseconds });

// Answers a unary call with its headers and trailers, or throws what it was refused with.
const call = (method, request, metadata = new grpc.Metadata(), options = {}) =>
  new Promise((resolve, reject) => {
    let headers;
    let trailers;
    const started = client[method](request, metadata, options, (error, reply) => {
      if (error) reject(error);
      else setImmediate(() => resolve({ reply, headers, trailers }));
    });
    started.on('metadata', (received) => { headers = received; });
    started.on('status', (status) => { trailers = status.metadata; });
  });

const all = async (stream) => {
  const replies = [];
  for await (const reply of stream) replies.push(reply);
  return replies;
};

const refused = async (promise) => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: 'the call was not refused' });
};

const cases = {
  async unary_call() {
    const { reply } = await call('Echo', { text: 'hello', body: bytes });
    assert.deepStrictEqual({ ...reply }, { text: 'hello', body: bytes, count: 1 });
  },
  async server_stream() {
    const replies = await all(client.Count({ from: 1, to: 1000 }));
    assert.deepStrictEqual(replies.map((reply) => reply.count), Array.from({ length: 1000 }, (_, n) => n + 1));
  },
  async client_stream() {
    const reply = await new Promise((resolve, reject) => {
      const stream = client.Collect((error, answer) => (error ? reject(error) : resolve(answer)));
      for (let n = 0; n < 100; n++) stream.write({ text: 'x' });
      stream.end();
    });
    assert.deepStrictEqual([reply.text, reply.count], ['x'.repeat(100), 100]);
  },
  async duplex() {
    const stream = client.Converse();
    for (let n = 0; n < 50; n++) stream.write({ text: `${n}` });
    stream.end();
    const replies = await all(stream);
    assert.deepStrictEqual(replies.map((reply) => reply.text), Array.from({ length: 50 }, (_, n) => `${n}`));
  },
  async deadline_exceeded() {
    const unary = await refused(call('Echo', { delay_milliseconds: 30000 }, undefined, soon(300)));
    assert.strictEqual(unary.code, grpc.status.DEADLINE_EXCEEDED);
    const stream = await refused(all(client.Count({ from: 1, to: 1000, delay_milliseconds: 100 }, soon(500))));
    assert.strictEqual(stream.code, grpc.status.DEADLINE_EXCEEDED);
  },
  async cancel() {
    const stream = client.Count({ from: 1, to: 100000, delay_milliseconds: 10 });
    setTimeout(() => stream.cancel(), 200);
    assert.strictEqual((await refused(all(stream))).code, grpc.status.CANCELLED);
  },
  async five_megabytes() {
    const { reply } = await call('Echo', { body: fiveMegabytes });
    assert.ok(fiveMegabytes.equals(reply.body));
  },
  async too_large() {
    const error = await refused(call('Echo', { body: Buffer.alloc(10 * 1024 * 1024) }));
    assert.strictEqual(error.code, grpc.status.RESOURCE_EXHAUSTED);
  },
  async metadata() {
    const sent = new grpc.Metadata();
    sent.set('probe-text', 'a, b; c=d');
    sent.set('probe-bytes-bin', bytes);
    sent.add('probe-twice', '1');
    sent.add('probe-twice', '2');
    const { headers, trailers } = await call('Echo', {}, sent);
    for (const [received, prefix] of [[headers, ''], [trailers, 'trailer-']]) {
      assert.deepStrictEqual(received.get(`${prefix}probe-text`), ['a, b; c=d']);
      assert.deepStrictEqual(received.get(`${prefix}probe-bytes-bin`), [bytes]);
      assert.strictEqual(received.get(`${prefix}probe-twice`).join(', '), '1, 2');
    }
  },
  async error_details() {
    const error = await refused(call('Echo', { text: '额度不足: 100%', body: bytes, fail_with: 9 }));
    assert.strictEqual(error.code, grpc.status.FAILED_PRECONDITION);
    assert.strictEqual(error.details, '额度不足: 100%');
    assert.deepStrictEqual(error.metadata.get('grpc-status-details-bin'), [bytes]);
    assert.deepStrictEqual(error.metadata.get('reason'), ['probe']);
  },
  async error_after_messages() {
    const stream = client.Converse();
    stream.write({ text: 'x' });
    stream.write({ fail_with: 10, body: bytes });
    const error = await refused(all(stream));
    assert.strictEqual(error.code, grpc.status.ABORTED);
    assert.deepStrictEqual(error.metadata.get('grpc-status-details-bin'), [bytes]);
  },
  async unimplemented() {
    const error = await new Promise((resolve) => {
      client.makeUnaryRequest('/risk.probe.v1.ProbeService/Nothing', () => Buffer.alloc(0), (b) => b, {}, resolve);
    });
    assert.strictEqual(error.code, grpc.status.UNIMPLEMENTED);
  },
  async compressed() {
    const packing = new ProbeService(process.argv[2], grpc.credentials.createInsecure(), {
      'grpc.default_compression_algorithm': 2,
    });
    const text = 'x'.repeat(100000);
    const reply = await new Promise((resolve, reject) => {
      packing.Echo({ text }, (error, answer) => (error ? reject(error) : resolve(answer)));
    });
    packing.close();
    assert.strictEqual(reply.text, text);
  },
  async many_at_once() {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => call('Echo', { text: `${n}` })));
    assert.ok(answers.every(({ reply }, n) => reply.text === `${n}`));
  },
};

(async () => {
  for (const [name, run] of Object.entries(cases)) {
    try {
      await run();
      console.log('ok', name);
    } catch (error) {
      process.exitCode = 1;
      console.log('failed', name, error);
    }
  }
  client.close();
})();
