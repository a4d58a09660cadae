// A receiver that verifies webhooks with the libraries of others. Its first line of output is its port; a line of
// input is the secret; every delivery is a line of JSON.
const http = require('node:http');
const readline = require('node:readline');
const { Webhook } = require('standardwebhooks');
const { HTTP } = require('cloudevents');

let tellSecret;
const secret = new Promise(resolve => { tellSecret = resolve; });
readline.createInterface({ input: process.stdin }).on('line', tellSecret).on('close', () => process.exit(0));

function holds(check) {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

async function receive(request, response) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const body = Buffer.concat(pieces).toString('utf8');
  const webhook = new Webhook(await secret);
  const event = HTTP.toEvent({ headers: request.headers, body });
  console.log(JSON.stringify({
    verified: holds(() => webhook.verify(body, request.headers)),
    verifiedAfterChange: holds(() => webhook.verify(body.replace('SERIOUS', 'NOTICE'), request.headers)),
    validEvent: holds(() => event.validate()),
    id: event.id,
    type: event.type,
    subject: event.subject,
    legalName: event.data.alert.legalName,
  }));
  response.writeHead(204).end();
}

const server = http.createServer(receive).listen(0, '127.0.0.1', () => console.log(server.address().port));
